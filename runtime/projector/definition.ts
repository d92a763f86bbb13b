import type { EventStamp } from '../tasks/fat-event.ts';

/** Values of columns, as JSON has them: a time is an ISO 8601 text, a document any JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** A value of a topic that a projection reads. */
export type Projected = { readonly event: EventStamp };

/** A read model: what can be asked. It can be dropped at any time and is built again from the log. */
export type Projection<V extends Projected = Projected> = TableProjection<V> | AggregateProjection<V>;

type Common = {
  /** For life, of positions and the consumer group. */
  readonly name: string;
  /** Topics that it reads, by their names without the prefix, all of one schema. A key stands in one of them only. */
  readonly topics: readonly string[];
  /** The file that creates its tables and views, with names that no schema qualifies. */
  readonly tableSql: URL;
  /**
   * The file with the indexes that only readers need. A rebuild makes them after the load: an index that is there
   * before is paid for row by row. Left out: there are none beyond the primary key.
   */
  readonly indexesSql?: URL;
  /** What readers ask: a table, or the view of an aggregate. */
  readonly table: string;
  /**
   * The field of a fact, at its top, of which `version` of the row is made, unchanged. A rebuild then reads no more than
   * this field of facts that newer ones replace. Left out, or where a key has several rows: it decodes and projects all.
   * Wrong: a rebuild notices it at the first row whose version is another, and loads as slowly as a worker applies.
   */
  readonly versionField?: string;
  /** Keys whose records make no row, whatever they say. Left out: none. */
  readonly passesOver?: readonly string[];
  /**
   * Whether a key stands in whichever partition its writer has chosen. Default false: in that of its hash. Wrong: a repair
   * of a key looks where it is not, and takes its rows for invented.
   */
  readonly scattered?: boolean;
};

/** One table, whose row is a pure function of the newest fact of a key. */
export type TableProjection<V extends Projected = Projected> = Common & {
  readonly kind: 'table';
  /** Its primary key. The first column holds the record's key: a tombstone deletes all rows with it. */
  readonly keyColumns: readonly [string, ...string[]];
  /**
   * The whole row, also its key columns, and `version`: a row is replaced by one of a later version only. Pure: no
   * clock, no random, no input or output.
   */
  project(fact: V, key: string): Row & { readonly version: number };
};

/**
 * Sums over many keys. What each key adds stands in a table of its own, with the version that says so: the next version
 * takes it out of the totals and puts its own in, whatever was read twice or never (docs/decisions/0063).
 */
export type AggregateProjection<V extends Projected = Projected> = Common & {
  readonly kind: 'aggregate';
  /**
   * The table of what each key adds: `key text primary key, version bigint, partition int, contributions json`, all not
   * null. A key that adds nothing has a row too, so that an older version of it is known to be old.
   */
  readonly contributions: string;
  /**
   * The table of totals: `partition int`, the dimensions, `entries bigint` and the measures, all not null; its primary
   * key is the partition and the dimensions. Kept per partition, since each has a writer of its own: none waits for
   * another. `table` is the view that sums them over all partitions, without those that have no entries left.
   */
  readonly totals: string;
  /** Columns by which is summed. */
  readonly dimensions: readonly [string, ...string[]];
  /** Columns that are summed: `bigint`. */
  readonly measures: readonly [string, ...string[]];
  /** What the newest fact of a key adds to the totals, all of it. Pure: no clock, no random, no input or output. */
  project(fact: V, key: string): Contributed;
};

export type Contributed = { readonly version: number; readonly contributions: readonly Contribution[] };

/** A value for each dimension, never null, and an integer for each measure. */
export type Contribution = Row;

/** Where the one row of a key stands that its newest fact makes, or several with `keyColumns`. */
export type Stored = { readonly table: string; readonly keyColumns: readonly [string, ...string[]] };

/** Of a table projection its table; of an aggregate the contributions, from which the totals can be counted anew. */
export const storedIn = (projection: StoredOf): Stored =>
  projection.kind === 'table' ? projection : { table: projection.contributions, keyColumns: ['key'] };

/** What `storedIn` has to know. */
export type StoredOf = Pick<TableProjection, 'kind' | 'table' | 'keyColumns'> | AggregateShape;

/** What writing an aggregate has to know. */
export type AggregateShape = Pick<
  AggregateProjection,
  'kind' | 'table' | 'contributions' | 'totals' | 'dimensions' | 'measures'
>;

/** Declares a table; only checks types. */
export const defineTable = <V extends Projected>(table: Omit<TableProjection<V>, 'kind'>): TableProjection<V> => ({
  kind: 'table',
  ...table,
});

/** Declares an aggregate; only checks types. */
export const defineAggregate = <V extends Projected>(
  aggregate: Omit<AggregateProjection<V>, 'kind'>,
): AggregateProjection<V> => ({ kind: 'aggregate', ...aggregate });
