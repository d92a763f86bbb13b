import type { Reader } from '../codec/reader.ts';
import type { Log, LogBatch } from '../log/port.ts';
import { isOpen, type Owed } from './owed.ts';
import type { Own } from './refusals.ts';
import type { Change, Checkpoint, Newest, StateStore } from './store/port.ts';

export type RestoreOptions = {
  readonly log: Log;
  readonly store: StateStore;
  /** Tells which states have something to come. */
  readonly reader: Reader<Owed>;
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
 *
 * The topic has to bear witness to the newest record that the store has taken in: read again, it is there, or a later one
 * of its key is. Where it is not, a broker has aborted what it had reported as committed (docs/decisions/0012), and the
 * store knows facts that never were.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { store, own, signal } = options;
  const checkpoint = store.checkpoint();
  const newest = store.newest();
  if (checkpoint !== null && isTrusted(checkpoint, options) && (newest === null || newest.offset >= own.start)) {
    const { records, found } = await load(options, newest?.offset ?? checkpoint.position, newest);
    if (found || signal.aborted) return { records, fromCheckpoint: found };
  }
  store.clear();
  return { records: (await load(options, own.start, null)).records, fromCheckpoint: false };
}

/** Takes in the records from `offset` on, and tells whether the witness was among them. */
async function load(
  options: RestoreOptions,
  offset: bigint,
  witness: Newest | null,
): Promise<{ records: number; found: boolean }> {
  const { log, store, own, reader, signal } = options;
  let records = 0;
  let found = witness === null;
  let loading: Promise<void> | null = null;
  const from = { topic: own.topic, partition: own.partition, offset };
  try {
    for await (const batch of log.readPartition({ from, until: own.end, signal })) {
      records += batch.records.length;
      await reader.prepare(batch.records.map(record => record.value));
      const changes = newestPerKey(batch, reader);
      found ||= changes.some(({ key }) => key === witness?.key);
      await loading;
      loading = store.load(changes, checkpointAt(options, batch.nextOffset));
      loading.catch(() => undefined); // thrown where it is awaited
    }
  } finally {
    await loading;
    // Half of it would look like a store that was restored, with a newest record that is there.
    if (!found && records > 0) store.clear();
  }
  if (!signal.aborted && found) store.apply([], checkpointAt(options, own.end));
  return { records, found };
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
function newestPerKey(batch: LogBatch, reader: Reader<Owed>): Change[] {
  const newest = new Map<string, LogBatch['records'][number]>();
  for (const record of batch.records) if (record.key !== null) newest.set(record.key.toString('utf8'), record);
  const changes: Change[] = [];
  for (const [key, { value, offset }] of newest) {
    changes.push({ key, value, offset, open: value !== null && isOpen(reader.decode(value)) });
  }
  return changes;
}
