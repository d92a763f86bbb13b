import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import type { TopicPartition } from '../../log/port.ts';
import { openSession, type Session } from '../../postgres/session.ts';
import { columnsOf } from '../apply.ts';
import { applyRecords } from '../apply-records.ts';
import { storedIn } from '../definition.ts';
import { holdKey } from '../moving.ts';
import { type StormBreaker, stormBreaker } from '../parked/storm.ts';
import { type StoredPosition, storedPositions } from '../positions.ts';
import type { Filled, RebuildOptions } from './context.ts';

/** Appliers wait behind whoever waits for the lock, so the wait is short, and tried again. */
const LOCK_TIMEOUT_MS = 2_000;
const TRIES = 30;

export type Held = {
  readonly session: Session;
  /** Lets appliers go on; the session stays. */
  release(): Promise<void>;
  /** How long they have waited so far, ms. */
  heldMs(): number;
};

/**
 * Keeps everybody from applying to any generation of this projection while the work is done, which has to be short. The
 * lock belongs to the session: should it break, Postgres lets the others go on, and every further statement here fails.
 *
 * @throws LP_PROJECTION_HOLD
 */
export async function holding<T>(
  { sql, control, prefix }: Pick<RebuildOptions, 'sql' | 'control' | 'prefix'>,
  projection: string,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const key = holdKey(control, projection);
  const session = await openSession(sql, `${prefix} hold`);
  try {
    await session.query(`set lock_timeout to ${LOCK_TIMEOUT_MS}`);
    await lock(session, key, projection);
    const began = performance.now();
    let ended: number | null = null;
    return await work({
      session,
      release: async () => {
        if (ended !== null) return;
        await session.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]);
        ended = performance.now();
      },
      heldMs: () => (ended ?? performance.now()) - began,
    });
  } finally {
    await session.close();
  }
}

async function lock(session: Session, key: string, projection: string): Promise<void> {
  for (let n = 1; ; n++) {
    try {
      await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [key]);
      return;
    } catch (cause) {
      if (!isLockTimeout(cause)) throw cause;
      if (n === TRIES) {
        const message = `${projection} could not be held: some statement has been writing to it for very long.`;
        throw new LongplayError('LP_PROJECTION_HOLD', message, { cause });
      }
      await sleep(100 + Math.random() * 200);
    }
  }
}

export const isLockTimeout = (error: unknown): boolean => (error as { code?: unknown }).code === '55P03';

/**
 * Applies what one generation has read and the other has not, to the one that is behind. Under hold, so nobody else moves
 * either; the few records are read from the log. `leaving`: the other one stays where it is. Answers where the first one
 * stands then.
 */
export async function align(
  options: Pick<RebuildOptions, 'sql' | 'control' | 'log'>,
  one: Filled,
  other: Filled,
  leaving = false,
): Promise<Map<string, StoredPosition>> {
  const [ones, others] = await Promise.all([positionsOf(options, one), positionsOf(options, other)]);
  const pairs = [...ones].flatMap(([id, first]) => {
    const second = others.get(id);
    return second === undefined ? [] : [[first, second] as const];
  });
  await Promise.all(
    pairs.map(async ([first, second]) => {
      if (first.offset < second.offset) await applyTo(options, one, first, second.offset);
      if (second.offset < first.offset && !leaving) await applyTo(options, other, second, first.offset);
    }),
  );
  return await positionsOf(options, one);
}

export const idOf = ({ topic, partition }: TopicPartition): string => `${topic}[${partition}]`;

export async function positionsOf(
  { sql, control }: Pick<RebuildOptions, 'sql' | 'control'>,
  { generation }: Pick<Filled, 'generation'>,
): Promise<Map<string, StoredPosition>> {
  const stored = await storedPositions(sql, control, generation.projection, null, generation.number);
  return new Map(stored.map(one => [idOf(one), one]));
}

/**
 * Applies the records of one partition from a position on, as a worker does. `held`: the caller keeps all others from
 * applying, so the lock that they share is not asked for. Answers how many records could not be projected.
 */
export async function applyTo(
  { sql, control, log }: Pick<RebuildOptions, 'sql' | 'control' | 'log'>,
  { generation, code }: Filled,
  { topic, partition, offset, epoch }: StoredPosition,
  until: bigint,
  held = true,
  signal?: AbortSignal,
  breaker: StormBreaker = stormBreaker(generation.projection),
): Promise<number> {
  const { projection, reader } = code;
  const columns = await columnsOf(sql, generation.schema, storedIn(projection).table);
  const target = { sql, control, schema: generation.schema, generation: generation.number, projection, columns, held };
  let from = offset;
  let failures = 0;
  const range = { from: { topic, partition, offset: from }, until, maxBytes: 1_048_576 };
  for await (const batch of log.readPartition({ ...range, ...(signal && { signal }) })) {
    await reader.prepare(batch.records.map(record => record.value));
    const move = { topic, partition, from, to: batch.nextOffset, epoch };
    failures += await applyRecords(target, reader, breaker, batch.records, move);
    from = batch.nextOffset;
  }
  return failures;
}
