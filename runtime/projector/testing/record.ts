import type { LogRecord } from '../../log/port.ts';

/** Makes records of partition 0 of a topic: its value as JSON; a text is taken as it is, null is a tombstone. */
export const recordsOf =
  (topic: string) =>
  (offset: number, key: string | null, value: unknown): LogRecord => ({
    topic,
    partition: 0,
    offset: BigInt(offset),
    timestamp: 0,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    headers: [],
  });
