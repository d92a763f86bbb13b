import { LongplayError } from '../runtime/errors.ts';

/**
 * The value, which this version must know. An enum symbol of a later version is read as UNKNOWN (ADR 21), and nobody
 * guesses what it means: throwing parks the record.
 */
export function known<E extends string>(value: E, field: string): Exclude<E, 'UNKNOWN'> {
  if (value === 'UNKNOWN') {
    throw new LongplayError('LP_STREAMS_VALUE_UNKNOWN', `${field} has a value that this version does not know.`);
  }
  return value as Exclude<E, 'UNKNOWN'>;
}
