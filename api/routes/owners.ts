import { LongplayError } from '../../runtime/errors.ts';
import type { Shop } from '../context.ts';
import { customerOf } from './order-reads.ts';

/**
 * Whose order it is, so that a personal text about it can be sealed; null where there is no such text.
 *
 * @throws LP_API_OWNER_UNKNOWN
 */
export async function ownerOf(
  { database }: Pick<Shop, 'database'>,
  orderId: string,
  text: string | null | undefined,
): Promise<string | null> {
  if (text == null) return null;
  const owner = await customerOf(database, orderId);
  if (owner !== null) return owner;
  const message = `The order ${orderId} is not known here yet, so the text cannot be protected.`;
  throw new LongplayError('LP_API_OWNER_UNKNOWN', message);
}
