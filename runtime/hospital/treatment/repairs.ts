import { LongplayError } from '../../errors.ts';
import type { Processor } from '../../tasks/definition.ts';
import { type Order, orderedValue } from './orders.ts';

type Owner = Pick<Processor, 'name' | 'owns'>;

/**
 * The order to write a value as the next fact of a key: the value as it was read, with what was wrong corrected. It has
 * to be of this key, and names by its version what it rests on: the owner refuses it where another fact has come
 * meanwhile.
 *
 * @throws LP_HOSPITAL_VALUE_UNUSABLE
 */
export function repairOrder(
  { name, owns }: Owner,
  key: string,
  value: unknown,
  reason: string,
  encode: (topic: string, value: unknown) => Buffer,
): Order & { readonly what: 'repair' } {
  const { version, event } = (value ?? {}) as { version?: unknown; event?: { id?: unknown } };
  if (typeof version !== 'number' || event?.id !== `${owns}/${key}/${version}`) {
    const message = `It is no fact of ${key} as ${name} tells it: version and event have to be those that were read.`;
    throw new LongplayError('LP_HOSPITAL_VALUE_UNUSABLE', message);
  }
  const bytes = orderedValue(owns, () => encode(owns, value));
  return { what: 'repair', processor: name, key, restsOnVersion: version, value: bytes, reason };
}
