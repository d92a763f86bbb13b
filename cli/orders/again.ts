import { randomUUID } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { bodyHash } from '../../api/requests/body-hash.ts';
import type { Answered } from '../../runtime/hospital/treatment/outcomes.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Wanted } from './telling.ts';

export const newRequestId = (): string => `req-${randomUUID().replaceAll('-', '')}`;

/** An argument of `--request-id`: an id as this command and the API give it. */
export function requestId(text: string): string {
  if (/^req-[0-9a-f]{32}$/.test(text)) return text;
  throw new InvalidArgumentError('It has to be the id of a request: req- and 32 hexadecimal digits.');
}

/**
 * Tells a repeat from another request under the same id: of what was wanted, since what is left to come back changes.
 * Without the words: a hash stays on the log, and from one of them somebody who guesses them could tell that he is right.
 */
export const hashOfAsked = (wanted: Wanted, reasonCode: string): string => bodyHash({ wanted, reasonCode });

/** What the order has answered to the request before; undefined where it has not decided one of that id. */
export function answeredBefore(
  { requests }: Pick<Order, 'requests'>,
  id: string,
  hash: string,
): Omit<Answered, 'requestId'> | undefined {
  const earlier = requests.filter(one => one.id === id);
  const same = earlier.find(one => one.bodyHash === hash);
  if (same !== undefined) return { accepted: same.accepted, reason: same.reason };
  return earlier.length === 0 ? undefined : { accepted: false, reason: 'idempotency-key-reused' };
}

/** How to ask again where nobody knows what became of it. */
export const againText = (id: string): string =>
  `To ask again safely, run the same command with --request-id ${id}: both together are done once.`;
