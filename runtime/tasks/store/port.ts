/** One key's newest own record: its value as it lies in the topic, and where. */
export type Stored = { readonly value: Buffer; readonly offset: bigint };

/** How far a store has followed the own topic, and of which topic. Checked before it is trusted (rule 11). */
export type Checkpoint = {
  readonly clusterId: string;
  readonly topicId: string;
  /** Next offset of the own topic's partition that the store has not taken in. */
  readonly position: bigint;
  /** When it was written, ms since the epoch. */
  readonly at: number;
};

/** A change of one key: its newest own record, or a tombstone. */
export type Change = {
  readonly key: string;
  readonly value: Buffer | null;
  readonly offset: bigint;
  /** Whether the state has deadlines or pending effects: a takeover looks at these keys, and at no others. */
  readonly open: boolean;
};

export type Newest = { readonly key: string; readonly offset: bigint };

/**
 * The state of one task: per key the value of the last record of its own topic. A copy, never a truth: what is lost is
 * restored from the topic.
 */
export interface StateStore {
  get(key: string): Stored | undefined;
  /** Where the newest record of a key lies, without reading its value. */
  offsetOf(key: string): bigint | undefined;
  /** Changes and checkpoint together, or neither. */
  apply(changes: readonly Change[], checkpoint: Checkpoint): void;
  /** The same, in bulk: the next one may be prepared meanwhile, and is called once this one has resolved. */
  load(changes: readonly Change[], checkpoint: Checkpoint): Promise<void>;
  checkpoint(): Checkpoint | null;
  /** The change with the highest offset that was taken in, a tombstone too: by it the topic is asked to bear witness. */
  newest(): Newest | null;
  /** Keys whose newest change was `open`. Nothing is changed while they are gone through. */
  openKeys(): Iterable<string>;
  /** Every key that has a value. Nothing is changed while they are gone through. */
  keys(): Iterable<string>;
  size(): number;
  clear(): void;
  close(): Promise<void>;
}
