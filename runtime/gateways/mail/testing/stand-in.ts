import { onTestFinished } from 'vitest';
import { ledgerFolder } from '../../payments/testing/stand-in.ts';
import { type MailStandIn, type MailStandInOptions, startMailStandIn } from '../stand-in/server.ts';

/** A stand-in on free ports that stops when the test has ended. */
export async function mailStandIn(options: Partial<MailStandInOptions> = {}): Promise<MailStandIn> {
  const data = options.data ?? (await ledgerFolder());
  const started = await startMailStandIn({ port: 0, webPort: 0, ...options, data });
  onTestFinished(() => started.stop());
  return started;
}
