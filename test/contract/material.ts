import { vi } from 'vitest';
import type {
  Log,
  LogBatch,
  LogRecord,
  OutgoingRecord,
  Position,
  TransactionalWriter,
} from '../../runtime/log/port.ts';

/** A record with text for key and value, on partition 0 unless said otherwise. */
export const record = (topic: string, key: string | null, value: string | null, partition = 0): OutgoingRecord => ({
  topic,
  partition,
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
});

/** `count` records with values `0`, `1`, … */
export const numbered = (topic: string, count: number, partition = 0): OutgoingRecord[] =>
  Array.from({ length: count }, (_, index) => record(topic, `k${index}`, String(index), partition));

export const valuesOf = (records: readonly LogRecord[]): (string | null)[] =>
  records.map(({ value }) => value?.toString() ?? null);

export const at = (topic: string, offset: bigint | number, partition = 0): Position => ({
  topic,
  partition,
  offset: BigInt(offset),
});

export const committedAt = (topic: string, offset: bigint | number, metadata = '', partition = 0) => ({
  ...at(topic, offset, partition),
  metadata,
});

/** Reads a partition from a position (default: its start) to its last stable offset. */
export async function readBatches(log: Log, topic: string, partition = 0, from?: bigint): Promise<LogBatch[]> {
  const start = from ?? (await log.admin.offsets(topic))[partition]?.start ?? 0n;
  const batches: LogBatch[] = [];
  for await (const batch of log.readPartition({ from: at(topic, start, partition) })) batches.push(batch);
  return batches;
}

export const readRecords = async (log: Log, topic: string, partition = 0, from?: bigint): Promise<LogRecord[]> =>
  (await readBatches(log, topic, partition, from)).flatMap(batch => batch.records);

export const readValues = async (log: Log, topic: string, partition = 0): Promise<(string | null)[]> =>
  valuesOf(await readRecords(log, topic, partition));

export async function fencedWriter(log: Log, transactionalId: string): Promise<TransactionalWriter> {
  const writer = await log.transactionalWriter(transactionalId);
  await writer.fence();
  return writer;
}

/** Waits until an expectation holds; its last failure is what the test reports. */
export const eventually = <T>(expectation: () => T | Promise<T>, patience: number): Promise<T> =>
  vi.waitFor(expectation, { timeout: patience, interval: 5 });

/** The kind of the LogError that a promise rejects with. */
export const kindOfFailure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    error => (error as { kind?: unknown }).kind ?? error,
  );
