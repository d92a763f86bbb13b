import { LongplayError } from '../errors.ts';
import type { LogRecord } from '../log/port.ts';
import type { Values } from './definition.ts';
import type { Cause } from './fold.ts';

/** Longest key of a state, bytes: ids are short, and what is longer is somebody's mistake. */
const LONGEST_KEY_BYTES = 1_024;

/** Where a record came from: its topic without the prefix, and itself. */
export type Arrival = { readonly topic: string; readonly record: LogRecord };

/** An input to decide. Answers and deadlines did not arrive as a record. */
export type KeyedCause<I extends Values> = {
  readonly key: string;
  readonly cause: Cause<I>;
  readonly arrival: Arrival | null;
};

/** A record that cannot be read, or (key null) that nobody can tell whose it is. */
export type Unreadable = { readonly key: string | null; readonly arrival: Arrival; readonly error: unknown };

export type Item<I extends Values> = KeyedCause<I> | Unreadable;

export const isReadable = <I extends Values>(item: Item<I>): item is KeyedCause<I> => 'cause' in item;

export const isUsableKey = (key: string): boolean => {
  const bytes = Buffer.byteLength(key);
  return bytes > 0 && bytes <= LONGEST_KEY_BYTES;
};

export function unusableKey(processor: string, key: string | null, what: string): LongplayError {
  const which = key === null ? 'without a key' : `under a key of ${Buffer.byteLength(key)} bytes: ${shortened(key)}`;
  return new LongplayError('LP_TASK_KEY_UNUSABLE', `${processor} cannot keep a state ${which} (${what}).`);
}

export const shortened = (key: string): string => JSON.stringify(key.length > 64 ? `${key.slice(0, 64)}…` : key);
