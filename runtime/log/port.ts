/**
 * The log port: all that Longplay asks of Kafka. Two adapters implement it, `kafkajs/` and `memory/`; one contract
 * suite (test/contract/) runs against both. Nothing of a client library crosses this file.
 *
 * Offsets are bigint. A position is the offset of the *next* record to read, so it also counts transaction markers
 * and the holes that compaction leaves. Every read is read_committed, but one that asks for `aborted`. Every failure is a `LogError` (errors.ts).
 */

export type TopicPartition = { readonly topic: string; readonly partition: number };

/** The next offset to read of one partition. */
export type Position = TopicPartition & { readonly offset: bigint };

/** A position as a group has committed it. `metadata` is up to 4 KB of the committer's own text. */
export type CommittedPosition = Position & { readonly metadata: string };

/** Headers keep their order and may repeat a name, as on the wire. */
export type RecordHeaders = readonly (readonly [name: string, value: Buffer | null])[];

/** A record to be written. `value: null` is a tombstone. Without `partition`, the key decides (Java-compatible murmur2). */
export type OutgoingRecord = {
  readonly topic: string;
  readonly partition?: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: RecordHeaders;
  /** Milliseconds since the epoch; default: now. */
  readonly timestamp?: number;
};

/** Copy it field by field: `headers` may be read only when they are asked for, and a spread would not ask. */
export type LogRecord = TopicPartition & {
  readonly offset: bigint;
  /** Milliseconds since the epoch, as the writer or broker stamped it. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
};

/**
 * What one fetch brought of one partition. `records` may be empty while `nextOffset` still moved: markers, aborted
 * records and batches that the cleaner emptied take up offsets too (KIP-98).
 */
export type LogBatch = TopicPartition & {
  readonly records: readonly LogRecord[];
  /** Position after this batch: last batch's base offset + last offset delta + 1. */
  readonly nextOffset: bigint;
  /** Last stable offset as of this fetch: the end for a read_committed reader. */
  readonly endOffset: bigint;
  /** Told only where `hidden` was asked for, in the order of their offsets. */
  readonly hidden?: readonly HiddenOffsets[];
};

/**
 * Offsets from `from` to before `to` that hold something that no reader is shown: a transaction's marker (`commit`,
 * `abort`), or records of a transaction that was `aborted`. An offset that is neither told nor read holds nothing.
 */
export type HiddenOffsets = {
  readonly from: bigint;
  readonly to: bigint;
  readonly what: 'commit' | 'abort' | 'aborted';
};

/** Offsets of one partition. `end` is the last stable offset, `highWatermark` counts open transactions too. */
export type PartitionOffsets = TopicPartition & {
  readonly start: bigint;
  readonly end: bigint;
  readonly highWatermark: bigint;
};

export type TopicDescription = {
  readonly name: string;
  /** The broker's own id (KIP-516): a topic that was deleted and made anew has another. */
  readonly id: string;
  readonly partitions: number;
  readonly replication: number;
  /** Settings that were set on the topic itself (not broker defaults). */
  readonly config: Readonly<Record<string, string>>;
};

export type NewTopic = {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
};

export interface LogAdmin {
  clusterId(): Promise<string>;
  /** Creates what does not exist yet; a topic that exists is left as it is. Answers the names that it created. */
  createTopics(topics: readonly NewTopic[]): Promise<string[]>;
  /** Describes those of `names` that exist (all topics when omitted; internal ones never). */
  describeTopics(names?: readonly string[]): Promise<TopicDescription[]>;
  /** A name that does not exist is no failure. */
  deleteTopics(names: readonly string[]): Promise<void>;
  /** Start, end (LSO) and high watermark of every partition of a topic. */
  offsets(topic: string): Promise<PartitionOffsets[]>;
  /**
   * For each partition, the first offset whose record's timestamp is at or after `timestamp` (ms since the epoch), so
   * that everything below is older; the end (LSO) where there is none. Timestamps are as writers set them, and need not
   * grow with the offset; what a reader does not see, such as a marker, may count too.
   */
  offsetsAt(topic: string, timestamp: number): Promise<Position[]>;
  /** What `group` has committed for these topics; partitions without a commit are left out. */
  committed(group: string, topics: readonly string[]): Promise<CommittedPosition[]>;
  /** How many readers are in `group` now: one that hangs is until its session ends. 0 for a group that nobody has heard of. */
  members(group: string): Promise<number>;
  /** Sets positions of a group that has no member now (adopting an input, an import); with members it is `fatal`. */
  commit(group: string, positions: readonly CommittedPosition[]): Promise<void>;
  /** Deletes all records below each position (retention of request topics). A compacted topic refuses: `fatal`. */
  deleteRecords(before: readonly Position[]): Promise<void>;
  close(): Promise<void>;
}

/** Writes without a transaction, idempotently (KIP-98): retries double nothing. Answers each record's position, in order. */
export interface LogWriter {
  append(records: readonly OutgoingRecord[]): Promise<Position[]>;
  close(): Promise<void>;
}

export type TransactionRequest = {
  readonly records: readonly OutgoingRecord[];
  /** Input positions to commit for a group, in the same transaction. */
  readonly positions?: { readonly group: string; readonly committed: readonly CommittedPosition[] };
};

/** All that transactions of one transactional id may have touched. */
export type TransactionReach = {
  /** Every partition of these is looked at. Names that do not exist are passed over. */
  readonly topics: readonly string[];
  readonly positions: { readonly group: string; readonly of: readonly TopicPartition[] };
};

/** Where a transaction was left open, with the offset at which it holds readers back; 'positions' are those of a group. */
export type LeftOpen = Position | 'positions';

/**
 * Writes whole transactions under one transactional id. After *any* error the writer is spent: `fence()` again (which
 * settles what was open and makes it usable), or close it. It never fences by itself, since only the caller knows
 * whether it still owns the partition.
 */
export interface TransactionalWriter {
  readonly transactionalId: string;
  /** InitProducerId: shuts out every earlier holder of the id and completes or aborts its open transaction. */
  fence(): Promise<void>;
  /**
   * Ends what `fence()` should have ended but is still open (docs/decisions/0012): a broker may drop the markers of a
   * transaction that its coordinator counts as complete. It ends as the coordinator had decided, and the answer says
   * where; normally nowhere. Where the decision is not known it is `retriable` (LP_LOG_TRANSACTION_HANGING), with what
   * an operator can do. Only right after `fence()`; otherwise it is `fatal`.
   */
  settle(reach: TransactionReach): Promise<LeftOpen[]>;
  /**
   * All records and positions, or none. Answers each record's position, in order. It resolves before the markers are
   * written (KIP-98): a read right after it may miss what was committed; `fence()` waits for them. Without records and
   * positions it does nothing; not fenced or spent, it is `fatal`.
   */
  transact(request: TransactionRequest): Promise<Position[]>;
  close(): Promise<void>;
}

export type GroupReaderOptions = {
  readonly group: string;
  /** Co-partitioned topics: all must have one partition count. The unit of assignment is the partition number. */
  readonly topics: readonly string[];
  /** Longest wait of one fetch for data, ms. Default 200, at most 1,000; and 1,000 where nothing has come for long. */
  readonly maxWait?: number;
  /** Most bytes of one partition in one fetch. Default 1 MiB. */
  readonly maxBytesPerPartition?: number;
  /**
   * Asked after a fetch that brought something: how long to leave before the next one, ms, so that it brings more.
   * Default: not at all. A log for which a fetch costs nothing may pass it over.
   */
  readonly linger?: () => number;
};

/**
 * None of these may throw. A handler that does is reported through `failed`, also where its partition was silenced
 * meanwhile; it stops the whole partition number, all topics of it, since they are one task's input.
 */
export type GroupReaderHandlers = {
  /**
   * The assignment after a join, called before anything is delivered. It may repeat. Every partition, also one that
   * was owned before, is silent until `deliver()` is called for it: FENCE → OFFSETS → RESTORE come first.
   */
  assigned(partitions: readonly number[]): void;
  /** One batch of one topic-partition. The next one of it waits for this promise, also after a new `deliver()`. */
  batch(batch: LogBatch): Promise<void>;
  /** The reader or one of its partitions cannot go on by itself. Without a partition: the whole reader. */
  failed(error: unknown, at?: TopicPartition): void;
};

export interface GroupReader {
  /** Joins the group. Resolves after the first assignment. */
  start(handlers: GroupReaderHandlers): Promise<void>;
  /**
   * SEEK and RESUME in one: delivers all topics of this partition number from these positions. Throws a `fatal` LogError
   * where a topic has none; does nothing for a partition that is not owned (any more). May be called in `assigned`.
   */
  deliver(partition: number, from: readonly Position[]): void;
  /** Delivers nothing more of this partition; a batch that is being handled is not interrupted. */
  silence(partition: number): void;
  /** Asks the coordinator whether this member still owns the partition, so that a zombie never fences its successor. */
  owns(partition: number): Promise<boolean>;
  /** Leaves the group (LeaveGroup), so that others take over at once. Waits for running handlers. */
  stop(): Promise<void>;
}

export type PartitionReadOptions = {
  readonly from: Position;
  /** Read until this position is reached; default: the LSO sampled at the start. `null`: follow for ever. */
  readonly until?: bigint | null;
  readonly maxBytes?: number;
  /**
   * Shows the records of aborted transactions too, as far as the cleaner has left them: for who searches what the log
   * holds. Default false; true for anything else decides by what never happened.
   */
  readonly aborted?: boolean;
  /** Tells which offsets hold what is not shown. Default false: it costs a reader of everything some memory. */
  readonly hidden?: boolean;
  readonly signal?: AbortSignal;
};

export interface Log {
  readonly admin: LogAdmin;
  writer(): Promise<LogWriter>;
  transactionalWriter(transactionalId: string): Promise<TransactionalWriter>;
  groupReader(options: GroupReaderOptions): GroupReader;
  /**
   * Reads one given partition without a group: state restore, tables, rebuilds, scans. Ends exactly at `until`; ends
   * quietly when the signal aborts, so check it afterwards; a position out of range is `fatal`, never reset.
   */
  readPartition(options: PartitionReadOptions): AsyncIterable<LogBatch>;
  close(): Promise<void>;
}
