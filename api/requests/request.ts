import type { CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { HolidayRequest } from '../../schemas/types/holiday-requests.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { ProductRequest } from '../../schemas/types/product-requests.ts';
import type { Actor, Event, VersionRef } from '../../schemas/types/shared.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';

/** The records that come in from outside, by their topic's name without the installation's prefix. */
export type RequestValues = {
  readonly 'order-requests': OrderRequest;
  readonly 'product-requests': ProductRequest;
  readonly 'stock-receipts': StockReceipt;
  readonly 'customer-requests': CustomerRequest;
  readonly 'shipment-requests': ShipmentRequest;
  readonly 'webhook-requests': WebhookRequest;
  readonly 'holiday-requests': HolidayRequest;
};

/** A request as it is sent: what the builders make, and what the sender takes. */
export type Request<T extends keyof RequestValues = keyof RequestValues> = {
  readonly [N in T]: { readonly topic: N; readonly key: string; readonly value: RequestValues[N] };
}[T];

/** Whether a story begins with it: an order's when it is placed, a holiday's when it is wanted, and that of everything else with each request. */
export const beginsStory = ({ value }: Request): boolean =>
  value.event.correlationId === value.event.id ||
  ('place' in value && value.type === 'PLACE') ||
  ('book' in value && value.type === 'BOOK');

/** What every request says of itself, whatever it asks. */
export type Asking = {
  /** The request id: unique for ever. The same one again is a repeat, which its owner ignores. */
  readonly id: string;
  /** `bodyHash()` of what the client sent, so that another body under the same id is refused. Null: never compared. */
  readonly bodyHash: string | null;
  /** When it was asked, milliseconds since the epoch. */
  readonly time: number;
  /** Who asked; null where nobody is known. Never a person's name: this is not sealed. */
  readonly actor: Actor | null;
  /** The story that it belongs to. Default: the order's id where it is about an order, else the request's. */
  readonly correlationId?: string;
  /** Versions that it rests on: its owner rejects it where one of them was overtaken. Default: none. At most 8. */
  readonly restsOn?: readonly VersionRef[];
};

/** The part of the record that all requests have in common. `about` is such as `order-request.place`. */
export const common = (asking: Asking, about: string, story: string): Common => ({
  event: {
    id: asking.id,
    type: `longplay.${about}`,
    time: asking.time,
    causes: [],
    correlationId: asking.correlationId ?? story,
    actor: asking.actor,
  },
  bodyHash: asking.bodyHash,
  restsOn: asking.restsOn ?? [],
});

type Common = {
  readonly event: Event;
  readonly bodyHash: string | null;
  readonly restsOn: readonly VersionRef[];
};
