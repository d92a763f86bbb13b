import type { Log, LogBatch } from '../log/port.ts';
import type { Own } from './refusals.ts';
import type { Change, Checkpoint, StateStore } from './store/port.ts';

export type RestoreOptions = {
  readonly log: Log;
  readonly store: StateStore;
  readonly own: Own;
  readonly clusterId: string;
  readonly now: number;
  /**
   * A checkpoint older than this is not trusted, ms: a tombstone may have come and gone since. Half of
   * `delete.retention.ms`.
   */
  readonly maxAge: number;
  readonly signal: AbortSignal;
};

export type Restored = { readonly records: number; readonly fromCheckpoint: boolean };

/**
 * Brings a store to the end of the own topic's partition: from its checkpoint where that is still true of this cluster,
 * topic and time, from nothing otherwise.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { log, store, own, signal } = options;
  const checkpoint = store.checkpoint();
  const trusted = checkpoint !== null && isTrusted(checkpoint, options);
  if (!trusted) store.clear();
  const offset = trusted ? checkpoint.position : own.start;
  let records = 0;
  const from = { topic: own.topic, partition: own.partition, offset };
  for await (const batch of log.readPartition({ from, until: own.end, signal })) {
    records += batch.records.length;
    store.apply(newestPerKey(batch), checkpointAt(options, batch.nextOffset));
  }
  if (!signal.aborted) store.apply([], checkpointAt(options, own.end));
  return { records, fromCheckpoint: trusted };
}

function isTrusted(checkpoint: Checkpoint, { own, clusterId, now, maxAge }: RestoreOptions): boolean {
  return (
    checkpoint.clusterId === clusterId &&
    checkpoint.topicId === own.topicId &&
    checkpoint.position >= own.start &&
    checkpoint.position <= own.end &&
    now - checkpoint.at <= maxAge
  );
}

const checkpointAt = ({ clusterId, own, now }: RestoreOptions, position: bigint): Checkpoint => ({
  clusterId,
  topicId: own.topicId,
  position,
  at: now,
});

/** A record without a key has no state to be of; the own topic is compacted, so the broker lets none in. */
function newestPerKey(batch: LogBatch): Change[] {
  const newest = new Map<string, Change>();
  for (const { key, value, offset } of batch.records) {
    if (key === null) continue;
    const name = key.toString('utf8');
    newest.set(name, { key: name, value, offset });
  }
  return [...newest.values()];
}
