import type { Money } from '../../schemas/types/shared.ts';

/** What a client sends, after it was validated. A text that is left out, or null, is not known. */

/** A postal address. */
export type AddressBody = {
  readonly recipient?: string | null;
  readonly street?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly postalCode?: string | null;
  readonly country?: string | null;
};

export type OrderBody = {
  readonly customerId: string;
  /** In the order that they are numbered, from 1. */
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    /** The price that the customer saw; the order is rejected where it is another one now. Null: whatever it costs. */
    readonly unitPrice?: Money | null;
  }[];
  /** Null: the customer's default address. */
  readonly shippingAddress?: AddressBody | null;
  /** Loyalty points to be turned into a discount. Default 0. */
  readonly pointsToSpend?: number;
  /** The total that the customer saw; the order is rejected where it is another one now. */
  readonly expectedTotal?: Money | null;
  readonly note?: string | null;
  /** Where it was placed before it came here (an import), milliseconds since the epoch. */
  readonly placedAt?: number | null;
};

/** What is wished for of a holiday, in the providers' words. */
export type HolidayBody = {
  readonly customerId: string;
  /** As in 2027-05-01. */
  readonly from: string;
  readonly until: string;
  readonly car: string;
  readonly hotel: string;
  /** In the order in which they are wished for. */
  readonly flights: readonly string[];
};

/** Why, as a code such as changed-mind, and in the customer's own words. */
export type ReasonBody = { readonly reasonCode?: string | null; readonly reason?: string | null };

export type ReturnBody = ReasonBody & {
  readonly lines: readonly { readonly line: number; readonly quantity: number }[];
};

/** The whole content of a product. */
export type ProductBody = {
  readonly title: string;
  readonly artist: string;
  readonly album?: string | null;
  readonly genre?: string | null;
  readonly format: string;
  readonly price: Money;
};

/** Goods received, counted or written off. Counted: how many lie on the shelf. */
export type StockBody = {
  readonly quantity: number;
  /** Delivery note or counting list. */
  readonly reference?: string | null;
  readonly reasonCode?: string | null;
};

/** The whole content of a customer. */
export type CustomerBody = {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly company?: string | null;
  /** The first is the default. An id is unique within the customer; left out: the place in the list, from 1. */
  readonly addresses?: readonly (AddressBody & { readonly addressId?: string })[];
};

/** Where a subscription leads, and what it is told. */
export type WebhookBody = { readonly url: string; readonly types?: readonly string[] };

export type DispatchBody = { readonly carrier: string; readonly tracking?: string | null };

export type FailureBody = { readonly reasonCode: string; readonly note?: string | null };

/** What the warehouse received back; what is lost or damaged is refunded and not restocked. */
export type GoodsBackBody = {
  readonly lines: readonly { readonly line: number; readonly refunded: number; readonly restocked: number }[];
  readonly note?: string | null;
};
