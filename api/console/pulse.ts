import type { ReadGroup } from '../../runtime/casebook/case-rows.ts';
import type { Health, HealthReport } from '../../runtime/observe/health.ts';
import { type InputLag, processorLag } from '../../runtime/tasks/lag.ts';
import type { Station } from '../../schemas/station.ts';
import type { Shop } from '../context.ts';

/** How the installation is, as every page tells it on top. Null: it could not be told. */
export type Pulse = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly servers: HealthReport['servers'];
  readonly degraded: readonly string[];
  readonly processors: readonly ProcessorPulse[] | null;
  readonly hospital: readonly ReadGroup[] | null;
  /** By how much the clock of Postgres is ahead of this process's, ms; half the time of the question is its error. */
  readonly clock: { readonly ahead: number; readonly error: number } | null;
};

export type ProcessorPulse = {
  readonly station: Station;
  readonly inputs: readonly InputLag[];
  /** Offsets that are still to be read. */
  readonly lag: bigint;
};

export type PulseReader = {
  /** At most `FRESH_MS` old; many who ask at once cost one look. */
  read(): Promise<Pulse>;
};

export type PulseOptions = {
  readonly health: Health;
  readonly shop: Shop | null;
  /** Milliseconds since the epoch. Default: the clock. */
  readonly now?: () => number;
};

/** A look asks the brokers some dozen questions; ten consoles share it. */
const FRESH_MS = 2_000;

export function pulseReader({ health, shop, now = Date.now }: PulseOptions): PulseReader {
  let last: { readonly at: number; readonly pulse: Promise<Pulse> } | null = null;

  const look = async (): Promise<Pulse> => {
    const [{ servers, degraded = [] }, processors, hospital, clock] = await Promise.all([
      health.check(),
      orNull(lagsOf(shop)),
      orNull(shop?.hospital?.book.groups() ?? null),
      orNull(clockOf(shop, now)),
    ]);
    return { at: now(), servers, degraded, processors, hospital, clock };
  };

  return {
    read: () => {
      if (last === null || now() - last.at > FRESH_MS) last = { at: now(), pulse: look() };
      return last.pulse;
    },
  };
}

/** What cannot be told is shown as that; the server that is away is named by its own health. */
async function orNull<T>(asked: Promise<T> | null): Promise<T | null> {
  try {
    return await asked;
  } catch {
    return null;
  }
}

async function lagsOf(shop: Shop | null): Promise<ProcessorPulse[] | null> {
  const follow = shop?.follow;
  if (follow?.topology == null) return null;
  return await Promise.all(
    follow.topology.map(async station => {
      const inputs = await processorLag(follow, { name: station.processor, reads: station.reads });
      return { station, inputs, lag: inputs.reduce((sum, one) => sum + one.lag, 0n) };
    }),
  );
}

async function clockOf(shop: Shop | null, now: () => number): Promise<Pulse['clock']> {
  if (shop === null) return null;
  const { sql, ask } = shop.database;
  const before = now();
  const [row] = await ask(sql<{ at: number }[]>`select extract(epoch from clock_timestamp()) * 1000 as at`);
  const after = now();
  return row === undefined ? null : { ahead: Number(row.at) - (before + after) / 2, error: (after - before) / 2 };
}
