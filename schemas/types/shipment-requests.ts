// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, ReturnedLine, VersionRef } from './shared.ts';

/** What the warehouse did with an order’s parcel. */
export type ShipmentRequest = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** Whose personal data this holds; needed wherever a personal field is filled. */
  readonly customerId: string | null;
  /** What was done; the body of that name is filled. */
  readonly type: ShipmentRequestType;
  /** Hash of what the client sent; another one under the same request id is rejected as idempotency-key-reused. */
  readonly bodyHash: string | null;
  /** Versions that this request rests on; the owner waits for them, with a deadline, and rejects where one has been overtaken (If-Match). At most 8. The API refuses a request that names more. */
  readonly restsOn: readonly VersionRef[];
  /** Filled for PACK. */
  readonly pack: PackShipment | null;
  /** Filled for DISPATCH. */
  readonly dispatch: DispatchShipment | null;
  /** Filled for DELIVER. */
  readonly deliver: DeliverShipment | null;
  /** Filled for FAIL. */
  readonly fail: FailShipment | null;
  /** Filled for RETURN. */
  readonly return: ReturnShipment | null;
};

/** Kinds of request. */
export type ShipmentRequestType =
  | 'UNKNOWN'
  | 'PACK'
  | 'DISPATCH'
  | 'DELIVER'
  | 'FAIL'
  | 'RETURN';

/** The goods were packed. */
export type PackShipment = {
  /** Into how many parcels. */
  readonly parcels: number;
};

/** The parcel was handed to the carrier. */
export type DispatchShipment = {
  /** Which carrier. */
  readonly carrier: string;
  /** The carrier’s tracking code. */
  readonly tracking: string | null;
};

/** The parcel arrived. */
export type DeliverShipment = {
  /** When, by the carrier’s word. Milliseconds since the epoch, UTC. */
  readonly deliveredAt: number | null;
};

/** The parcel could not be delivered and comes back. */
export type FailShipment = {
  /** A stable code, such as no-such-address. */
  readonly reasonCode: string;
  /** What the warehouse or the carrier wrote about it; it may name people. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly note: string | null;
};

/** Goods came back. */
export type ReturnShipment = {
  /** What came back. At most 500. The API refuses a receipt with more. */
  readonly lines: readonly ReturnedLine[];
  /** What the warehouse or the carrier wrote about it; it may name people. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
  readonly note: string | null;
};
