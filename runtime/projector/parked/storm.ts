import { LongplayError } from '../../errors.ts';
import { type BreakerLimits, type Counted, count, defaultLimits, nothingCounted } from '../../hospital/breaker.ts';
import type { LogRecord } from '../../log/port.ts';

/** Counts what could be projected and what not. */
export type StormBreaker = {
  /**
   * Weighs records that were projected, before they are written; the answer counts them, once they are.
   *
   * @throws LP_PROJECTION_STORM where so much fails that the code is to blame: nothing of this may be admitted.
   */
  weigh(records: readonly LogRecord[], failed: ReadonlySet<bigint>): () => void;
};

/** The breaker of tasks (runtime/hospital/breaker.ts), for one projection on one partition. */
export function stormBreaker(projection: string, limits: BreakerLimits = defaultLimits): StormBreaker {
  let counted: Counted = nothingCounted;
  return {
    weigh: (records, failed) => {
      if (failed.size === 0) {
        // Successes only: they need no look at each.
        const fresh = Array<boolean>(Math.min(records.length, limits.window)).fill(false);
        return () => {
          if (fresh.length > 0) counted = { last: [...counted.last, ...fresh].slice(-limits.window), row: [] };
        };
      }
      const decided = records.map(record => ({
        key: record.key?.toString('utf8') ?? `at ${record.partition} ${record.offset}`,
        failed: failed.has(record.offset),
      }));
      const next = count(counted, decided, limits);
      if (next.trips !== null) throw storm(projection, next.trips, records, failed);
      return () => {
        counted = next.counted;
      };
    },
  };
}

function storm(
  projection: string,
  { failures, decided, inARow }: NonNullable<ReturnType<typeof count>['trips']>,
  records: readonly LogRecord[],
  failed: ReadonlySet<bigint>,
): LongplayError {
  const first = records.find(({ offset }) => failed.has(offset));
  const where = first === undefined ? '' : ` It begins at ${first.topic}[${first.partition}] offset ${first.offset}.`;
  const message = `${projection} cannot project ${failures} of the last ${decided} records, ${inARow} keys in a row: its code or schema is to blame, not the records.${where}`;
  return new LongplayError('LP_PROJECTION_STORM', message);
}
