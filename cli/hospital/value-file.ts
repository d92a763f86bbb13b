import { readFile } from 'node:fs/promises';
import { LongplayError } from '../../runtime/errors.ts';

/**
 * The JSON document in a file.
 *
 * @throws LP_HOSPITAL_VALUE_UNUSABLE
 */
export async function valueIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LongplayError('LP_HOSPITAL_VALUE_UNUSABLE', `${file} cannot be read: ${why}`, { cause });
  }
}
