import { type Fate, isVisible, type StoredBatch } from './stored-batch.ts';

export type CompactionOptions = {
  /**
   * The cleaner stops here: what lies at or above is the active segment. Default, and at most: the last stable offset.
   * A record below it is not replaced by a newer one above it.
   */
  readonly below?: bigint;
  /**
   * Whether tombstones below go away too, and markers with nothing left to settle, as they do `delete.retention.ms`
   * after they were first cleaned. Default 'keep'.
   */
  readonly tombstones?: 'keep' | 'drop';
};

/**
 * What the log cleaner leaves: the newest record per key, nothing of aborted transactions, and batches that cover the
 * same offsets as before. A batch without records goes away, except the last one of its producer, which stays empty
 * (Kafka's `BatchRetention.RETAIN_EMPTY`): a reader must step over both.
 */
export function compactBatches(
  batches: readonly StoredBatch[],
  below: bigint,
  tombstones: 'keep' | 'drop',
): StoredBatch[] {
  const cut = batches.findIndex(batch => batch.lastOffset >= below);
  const clean = cut === -1 ? batches : batches.slice(0, cut);
  const active = cut === -1 ? [] : batches.slice(cut);

  const newest = new Map<string, bigint>();
  const lastOfProducer = new Map<string, StoredBatch>();
  for (const batch of batches) {
    if (!batch.marker || !lastOfProducer.has(batch.producer)) lastOfProducer.set(batch.producer, batch);
  }
  for (const batch of clean) {
    if (!isVisible(batch)) continue;
    for (const { key, offset } of batch.records) newest.set(keyText(key), offset);
  }

  const left = clean.map((batch): StoredBatch => {
    const records = isVisible(batch)
      ? batch.records.filter(
          ({ key, value, offset }) => newest.get(keyText(key)) === offset && (value !== null || tombstones === 'keep'),
        )
      : [];
    return records.length === batch.records.length ? batch : { ...batch, records, bytes: sizeAfter(batch, records) };
  });
  const alive = new Set<Fate | null>(left.filter(batch => batch.records.length > 0).map(batch => batch.fate));
  for (const batch of active) alive.add(batch.fate);
  const stays = (batch: StoredBatch, index: number): boolean => {
    if (batch.records.length > 0 || lastOfProducer.get(batch.producer) === clean[index]) return true;
    return batch.marker && (tombstones === 'keep' || alive.has(batch.fate));
  };
  return [...left.filter(stays), ...active];
}

/** latin1 keeps every byte apart, so binary keys do not collide. A record without a key counts as one key of its own. */
const keyText = (key: Buffer | null): string => (key === null ? 'none' : `=${key.toString('latin1')}`);

const sizeAfter = (batch: StoredBatch, records: readonly unknown[]): number =>
  61 + Math.round(((batch.bytes - 61) * records.length) / batch.records.length);
