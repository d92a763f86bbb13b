// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, Money, VersionRef } from './shared.ts';

/** Something asked of the catalogue. */
export type ProductRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly sku: string;
  /** What is asked; the body of that name is filled. */
  readonly type: ProductRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner waits for them, with a deadline, and rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Filled for PUT: the product’s whole content. */
  readonly put: PutProduct | null;
  /** Filled for WITHDRAW. */
  readonly withdraw: WithdrawProduct | null;
};

/** Kinds of request. */
export type ProductRequestType =
  | 'UNKNOWN'
  | 'PUT'
  | 'WITHDRAW';

/** A new or changed product. */
export type PutProduct = {
  /** Title. */
  readonly title: string;
  /** Artist. */
  readonly artist: string;
  /** Album that it belongs to. */
  readonly album: string | null;
  /** Genre. */
  readonly genre: string | null;
  /** Format, such as LP, CD, or a file type. */
  readonly format: string;
  /** What one costs. */
  readonly price: Money;
};

/** It is no longer sold. */
export type WithdrawProduct = {
  /** A stable code. */
  readonly reasonCode: string | null;
};
