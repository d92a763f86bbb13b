import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type PaymentStandIn, type PaymentStandInOptions, startPaymentStandIn } from '../stand-in/server.ts';

/** A folder that goes when the test has ended. */
export async function ledgerFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'payment-stand-in-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A stand-in on a free port that stops when the test has ended. */
export async function standIn(options: Partial<PaymentStandInOptions> = {}): Promise<PaymentStandIn> {
  const data = options.data ?? (await ledgerFolder());
  const started = await startPaymentStandIn({ port: 0, ...options, data });
  onTestFinished(() => started.stop());
  return started;
}
