// Generated from the .avsc files by `npm run generate`; do not edit.
import type { CustomerAddress, Event, VersionRef } from './shared.ts';

/** Something asked of customers. */
export type CustomerRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly customerId: string;
  /** What is asked; the body of that name is filled. */
  readonly type: CustomerRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner waits for them, with a deadline, and rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Whether a customer who registers is welcomed: points, a pack and a mail. Not one who is only brought in from elsewhere. */
  readonly enrols: boolean;
  /** Filled for REGISTER. */
  readonly register: CustomerDetails | null;
  /** Filled for CHANGE: the whole new content. */
  readonly change: CustomerDetails | null;
  /** Filled for ERASE. */
  readonly erase: EraseCustomer | null;
};

/** Kinds of request. */
export type CustomerRequestType =
  | 'UNKNOWN'
  | 'REGISTER'
  | 'CHANGE'
  | 'ERASE';

/** A customer’s whole content. */
export type CustomerDetails = {
  /** Full name. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly name: string | null;
  /** Where mail goes. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly email: string | null;
  /** Phone number. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly phone: string | null;
  /** Company, where the customer buys for one. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly company: string | null;
  /** Addresses; the first is the default. At most 16. The API refuses more, and the owner rejects it as too-many-addresses. */
  readonly addresses: readonly CustomerAddress[];
};

/** Everything personal is to be erased. */
export type EraseCustomer = {
  /** A stable code. */
  readonly reasonCode: string | null;
};
