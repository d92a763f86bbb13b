import type { EventStamp } from '../tasks/fat-event.ts';

/** Values of columns, as JSON has them: a time is an ISO 8601 text, a document any JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** A value of a topic that a projection reads. */
export type Projected = { readonly event: EventStamp };

/**
 * A read model: one table, whose row is a pure function of the newest fact of a key. It can be dropped at any time and
 * is built again from the log.
 */
export type Projection<V extends Projected = Projected> = {
  /** For life, of positions and the consumer group. */
  readonly name: string;
  /** Topics that it reads, by their names without the prefix, all of one schema. A key stands in one of them only. */
  readonly topics: readonly string[];
  /** The file that creates the table, with names that no schema qualifies. */
  readonly tableSql: URL;
  readonly table: string;
  /** Its primary key. The first column holds the record's key: a tombstone deletes all rows with it. */
  readonly keyColumns: readonly [string, ...string[]];
  /**
   * The whole row, also its key columns, and `version`: a row is replaced by one of a later version only. Pure: no
   * clock, no random, no input or output.
   */
  project(fact: V, key: string): Row & { readonly version: number };
};

/** Declares a projection; only checks types. */
export function defineProjection<V extends Projected>(projection: Projection<V>): Projection<V> {
  return projection;
}
