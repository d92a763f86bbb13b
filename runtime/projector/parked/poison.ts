import { LongplayError } from '../../errors.ts';
import type { Failed } from '../changes.ts';

/** The message names the record, and nothing that it holds. */
export function poisonOf(projection: string, { record, cause }: Failed): LongplayError {
  const { topic, partition, offset } = record;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `${projection} cannot project the record ${topic}[${partition}] at ${offset}: ${reason}`;
  return new LongplayError('LP_PROJECTION_POISON', message, { cause });
}

export const isPoison = (error: unknown): boolean =>
  error instanceof LongplayError && error.code === 'LP_PROJECTION_POISON';
