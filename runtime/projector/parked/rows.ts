import { schemaIdIn } from '../../codec/wire.ts';
import type { CaseError } from '../../hospital/case.ts';
import { caseErrorOf, groupOf } from '../../hospital/case-error.ts';

import type { Failed } from '../changes.ts';

/** The processor that a projection is, where cases are told. No processor has a dot in its name. */
export const processorOf = (projection: string): string => `projections.${projection}`;

/** A record that could not be projected, as JSON that Postgres makes a row of: `\x…` are bytes. */
export type ParkedRow = {
  readonly offset: string;
  /** Null where no row can have this key. */
  readonly row_key: string | null;
  readonly key: string | null;
  readonly value: string | null;
  readonly schema_id: number | null;
  readonly record_at: string;
  readonly error: CaseError;
  readonly cause: string;
};

export function parkedRow(projection: string, { record, cause }: Failed): ParkedRow {
  const { key, value, offset, timestamp } = record;
  const error = caseErrorOf(cause);
  const text = key?.toString('utf8') ?? null;
  return {
    offset: String(offset),
    row_key: text !== null && isStorable(text) ? text : null,
    key: bytes(key),
    value: bytes(value),
    schema_id: schemaIdIn(value),
    record_at: String(timestamp),
    error: { ...error, message: storable(error.message), stack: storable(error.stack), frame: storable(error.frame) },
    cause: groupOf(processorOf(projection), error),
  };
}

/** Longest key that an index of Postgres takes for sure, bytes. */
const LONGEST_KEY = 2_000;

const isStorable = (key: string): boolean => !key.includes(NUL) && Buffer.byteLength(key) <= LONGEST_KEY;

const NUL = '\u0000';
const bytes = (of: Buffer | null): string | null => (of === null ? null : `\\x${of.toString('hex')}`);

/** Postgres takes no NUL in a text, and an error's message may quote one. */
const storable = (text: string): string => text.replaceAll(NUL, '\ufffd');
