import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import type { TopicPartition } from '../../log/port.ts';
import { connectPostgres, optionsOf, type Sql } from '../../postgres/connect.ts';
import { openSession, type Session } from '../../postgres/session.ts';
import { apply, columnsOf } from '../apply.ts';
import { projectRecords } from '../changes.ts';
import { storedIn } from '../definition.ts';
import { type Holder, holdKey } from '../moving.ts';
import { type StoredPosition, storedPositions } from '../positions.ts';
import type { Filled, RebuildOptions, Run } from './context.ts';

/** Appliers wait behind whoever waits for the lock, so the wait is short, and tried again. */
const LOCK_TIMEOUT_MS = 2_000;
const TRIES = 30;

/**
 * A process that is frozen, or cut off, keeps its session: Postgres ends it after so long without a statement, ms. So no
 * hold lasts longer than this and its longest statement, and whoever wakes up has lost it.
 */
const LONGEST_IDLE_MS = 10_000;
/** While nobody waits: what a comparison is given to go on. */
const LONGEST_COMPARING_IDLE_MS = 60_000;
/** Partitions that are brought to one position side by side. */
const OWN_CONNECTIONS = 2;

export type Held = {
  readonly session: Session;
  /** Lets appliers go on; the session stays. */
  release(): Promise<void>;
  /** How long they have waited so far, ms. */
  heldMs(): number;
};

type Holding = Pick<RebuildOptions, 'sql' | 'control' | 'prefix'> & Partial<Pick<Run, 'signal'>>;

/** What is done under a hold goes over `sql`, which is the holder's own. `signal`: also aborted where it lasts too long. */
export type Inside = { readonly sql: Sql; readonly holder: Holder; readonly signal: AbortSignal };

/**
 * Keeps everybody from applying to any generation of this projection while the work is done, which has to be short. The
 * lock belongs to the session: should it break, Postgres lets the others go on, and nothing more is written here.
 *
 * The work is given connections of its own. Those of the pool may all be taken by appliers, each waiting for this hold to
 * end, so a statement of the holder that went over the pool would wait for them, and all for ever.
 *
 * @throws LP_PROJECTION_HOLD
 */
export async function holding<T, O extends Holding>(
  options: O,
  projection: string,
  work: (held: Held, inside: O & Inside) => Promise<T>,
): Promise<T> {
  const { sql, control, prefix, signal: ending } = options;
  const key = holdKey(control, projection);
  const own = connectPostgres({ ...optionsOf(sql), name: `${prefix} held`, connections: OWN_CONNECTIONS });
  try {
    await own`select 1`;
    const session = await openSession(sql, `${prefix} hold`, ending);
    try {
      const [me] = await session.query(
        `select pg_backend_pid() as pid, set_config('lock_timeout', $1, false),
           set_config('idle_session_timeout', $2, false), set_config('idle_in_transaction_session_timeout', $2, false)`,
        [String(LOCK_TIMEOUT_MS), String(LONGEST_IDLE_MS)],
      );
      await lock(session, key, projection);
      const tooLong = AbortSignal.timeout(LONGEST_IDLE_MS);
      const signal = ending === undefined ? tooLong : AbortSignal.any([ending, tooLong]);
      const began = performance.now();
      let ended: number | null = null;
      const held: Held = {
        session,
        release: async () => {
          if (ended !== null) return;
          await session.query(
            `select pg_advisory_unlock(hashtextextended($1, 0)),
               set_config('idle_in_transaction_session_timeout', $2, false)`,
            [key, String(LONGEST_COMPARING_IDLE_MS)],
          );
          ended = performance.now();
        },
        heldMs: () => (ended ?? performance.now()) - began,
      };
      return await work(held, { ...options, sql: own, signal, holder: { pid: Number(me?.pid) } });
    } finally {
      await session.close();
    }
  } finally {
    await own.end({ timeout: 5 });
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

export type AlignOptions = {
  /** The other one stays where it is. */
  readonly leaving?: boolean;
  /** What the log cannot lead to any more stays where it is, instead of being refused. */
  readonly lost?: boolean;
};

/**
 * Applies what one generation has read and the other has not, to the one that is behind. Under hold, so nobody else moves
 * either; the few records are read from the log. Answers where the first one stands then.
 *
 * @throws LP_PROJECTION_POSITION_LOST where the log does not lead from the one to the other
 */
export async function align(
  options: Pick<RebuildOptions, 'control' | 'log'> & Inside,
  one: Filled,
  other: Filled,
  { leaving = false, lost = false }: AlignOptions = {},
): Promise<Map<string, StoredPosition>> {
  const [ones, others] = await Promise.all([positionsOf(options, one), positionsOf(options, other)]);
  const steps = [...ones].flatMap(([id, first]) => {
    const second = others.get(id);
    if (second === undefined || first.offset === second.offset) return [];
    if (first.offset < second.offset) return [{ filled: one, from: first, to: second }];
    return leaving ? [] : [{ filled: other, from: second, to: first }];
  });
  const topics = [...new Set(steps.map(({ from }) => from.topic))];
  const now = (await Promise.all(topics.map(topic => options.log.admin.offsets(topic)))).flat();
  await Promise.all(
    steps.map(async ({ filled, from, to }) => {
      const log = now.find(({ topic, partition }) => topic === from.topic && partition === from.partition);
      const leads =
        log !== undefined && from.topicId === to.topicId && log.start <= from.offset && to.offset <= log.end;
      if (leads) return await applyTo(options, filled, from, to.offset, options.signal);
      if (lost) return;
      const message = `The log does not lead from ${from.offset} to ${to.offset} of ${idOf(from)}.`;
      throw new LongplayError('LP_PROJECTION_POSITION_LOST', message);
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
 * Applies the records of one partition from a position on, as a worker does. `holder`: the session that keeps all others
 * from applying; the lock that they share is not asked for.
 */
export async function applyTo(
  { sql, control, log, holder }: Pick<RebuildOptions, 'sql' | 'control' | 'log'> & Partial<Inside>,
  { generation, code }: Filled,
  { topic, partition, offset, epoch }: StoredPosition,
  until: bigint,
  signal?: AbortSignal,
): Promise<void> {
  const { projection, reader } = code;
  const columns = await columnsOf(sql, generation.schema, storedIn(projection).table);
  const { schema, number } = generation;
  const target = { sql, control, schema, generation: number, projection, columns, ...(holder && { holder }) };
  let from = offset;
  const range = { from: { topic, partition, offset: from }, until, maxBytes: 1_048_576 };
  for await (const batch of log.readPartition({ ...range, ...(signal && { signal }) })) {
    await reader.prepare(batch.records.map(record => record.value));
    const { changes, poison } = projectRecords(projection, reader, batch.records);
    if (poison !== null) {
      const where = `${projection.name} cannot project the record ${topic}[${partition}] at ${poison.record.offset}`;
      const reason = poison.cause instanceof Error ? poison.cause.message : String(poison.cause);
      throw new LongplayError('LP_PROJECTION_POISON', `${where}: ${reason}`, { cause: poison.cause });
    }
    const move = { topic, partition, from, to: batch.nextOffset, epoch, records: batch.records.length };
    await apply(target, changes, move);
    from = batch.nextOffset;
  }
  if (from >= until || holder === undefined) return;
  const message = `${projection.name} could not be brought to ${until} of ${topic}[${partition}] in time; it is at ${from}.`;
  throw new LongplayError('LP_PROJECTION_HOLD', message);
}
