import type { TopicPartition } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';

/** The step of a position that a run of records takes. */
export type Move = TopicPartition & { readonly from: bigint; readonly to: bigint };

/** Whose position. */
export type Mover = {
  readonly sql: Sql;
  /** The Postgres schema of the positions. */
  readonly control: string;
  readonly projection: { readonly name: string };
};

/**
 * The beginning of the statement that writes: `moved`, which has a row where the position is the one that the records
 * were read from. All else looks at it, so that it comes first: its lock on the position's row orders all who would
 * write.
 */
export const moving = ({ sql, control, projection }: Mover, { topic, partition, from, to }: Move) => sql`
  moved as (
    update ${sql(control)}.position set position = ${String(to)}, moved_at = now()
    where projection = ${projection.name} and topic = ${topic} and partition = ${partition}
      and position = ${String(from)}
    returning 1
  )`;
