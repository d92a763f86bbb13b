import { createPlaces } from './places.ts';
import { type Caller, clientOf } from './security/caller.ts';

/** Of one customer's key or token: he alone cannot take the places of all who ask (`LoadLimitOptions.most`). */
const MOST_OF_CUSTOMER = 20;
/** Of any other key or token, which may stand for many: half of those places, so that others are answered. */
const MOST_OF_CLIENT = 500;

/** Requests that wait, for what they asked or for what they read. */
export type Waits = {
  /**
   * Null: as many requests of this client wait here already. Then the answer is what is known now; a preference need not
   * be heeded (RFC 7240, 2). Else it is to be called when the wait is over.
   */
  take(caller: Caller): (() => void) | null;
};

export function createWaits(): Waits {
  const places = createPlaces();
  return {
    take: caller => places.take(clientOf(caller), caller.customerId === null ? MOST_OF_CLIENT : MOST_OF_CUSTOMER),
  };
}
