import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../runtime/errors.ts';
import type { Health, HealthReport } from '../../runtime/observe/health.ts';

export type ReachOptions = {
  /** How long servers that do not answer are asked again, ms. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** Told what is being waited for, and why. */
  readonly onWait: (down: readonly Down[]) => void;
};

type Down = { readonly name: string; readonly reason: string };

const pause = 500;

/** Waits until all three servers answer. One error names all that do not. */
export async function untilReachable(health: Health, { patience, signal, onWait }: ReachOptions): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const report = await health.check();
    if (report.ready) return;
    signal.throwIfAborted();
    if (Date.now() >= end) throw unreachable(report);
    onWait(downIn(report));
    await sleep(pause, undefined, { signal });
  }
}

function unreachable(report: HealthReport): LongplayError {
  const lines = downIn(report).map(({ name, reason }) => `${name} (${variables[name]}): ${reason}`);
  return new LongplayError('LP_SERVERS_UNREACHABLE', `No answer from ${lines.join('; ')}.`);
}

const variables: Record<string, string> = {
  kafka: 'KAFKA_BROKERS',
  registry: 'SCHEMA_REGISTRY_URL',
  postgres: 'DATABASE_URL',
};

function downIn({ servers }: HealthReport): Down[] {
  return Object.entries(servers).flatMap(([name, server]) =>
    server.status === 'down' ? [{ name, reason: server.reason }] : [],
  );
}
