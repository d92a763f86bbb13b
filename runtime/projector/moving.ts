import type { TopicPartition } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';

/** The step of a position that a run of records takes. */
export type Move = TopicPartition & {
  readonly from: bigint;
  readonly to: bigint;
  /** As it was when the position was taken: a repair of rows counts it up, and what waited for the repair is void. */
  readonly epoch: number;
  /** How many records these are, for rates. */
  readonly records: number;
  /** Rows are made anew without moving on: what others have read before is void. */
  readonly repair?: boolean;
};

/** Whose position. */
export type Mover = {
  readonly sql: Sql;
  /** The Postgres schema of the positions. */
  readonly control: string;
  readonly generation: number;
  readonly projection: { readonly name: string };
  /** The caller keeps all others from applying, by this session. */
  readonly holder?: Holder;
};

/** Who holds the lock of a projection alone: the session's backend. Once it is gone, nothing more is written under it. */
export type Holder = { readonly pid: number };

/**
 * The key of a lock in Postgres, one for each projection. Who applies holds it shared for the length of his statement;
 * who compares or swaps generations holds it alone, for milliseconds.
 */
export const holdKey = (control: string, projection: string): string => `longplay ${control} ${projection}`;

/**
 * The beginning of the statement that writes: `moved`, which has a row where the position is the one that the records
 * were read from. All else looks at it, so that it comes first: its lock on the position's row orders all who would
 * write. A statement that had to wait for the shared lock saw its snapshot before; an update looks at the newest row all
 * the same (https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED), so a position that was
 * moved meanwhile is noticed.
 */
export const moving = ({ sql, control, generation, projection, holder }: Mover, move: Move) => sql`
  held as materialized (
    select ${
      holder === undefined
        ? sql`pg_advisory_xact_lock_shared(hashtextextended(${holdKey(control, projection.name)}, 0))`
        : sql`from pg_locks where locktype = 'advisory' and pid = ${holder.pid} and mode = 'ExclusiveLock' and granted limit 1`
    }
  ), moved as (
    update ${sql(control)}.position
    set position = ${String(move.to)}, moved_at = now(), applied = applied + ${move.records}, error = null,
      error_at = null, epoch = epoch + ${move.repair === true ? 1 : 0}
    from held
    where projection = ${projection.name} and generation = ${generation}
      and topic = ${move.topic} and partition = ${move.partition}
      and position = ${String(move.from)} and epoch = ${move.epoch}
    returning 1
  )`;
