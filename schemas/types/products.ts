// Generated from the .avsc files by `npm run generate`; do not edit.
import type { AppliedRequest, Deadline, Event, Money, PendingEffect, Transition } from './shared.ts';

/** A product of the shop, whole, as it stands after the change. */
export type Product = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly sku: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** Whether it is sold. */
  readonly status: ProductStatus;
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
  readonly price: Money | null;
  /** The newest requests decided for this key. At most 64. The oldest is dropped; its repeat is then judged by the state, like a new request. */
  readonly requests: readonly AppliedRequest[];
  /** What this key went through, oldest first. At most 64. The oldest but the first is dropped, and historyDropped counts it. */
  readonly history: readonly Transition[];
  /** How many entries the history has dropped. */
  readonly historyDropped: number;
  /** Steps that are owed, each name at most once. At most 16. Never exceeded: the names are fixed by the code; one too many parks the key. */
  readonly deadlines: readonly Deadline[];
  /** Effects intended and not answered yet. At most 16. No further effect begins before one is answered. */
  readonly effects: readonly PendingEffect[];
};

/** Where a product stands. */
export type ProductStatus =
  | 'UNKNOWN'
  | 'ACTIVE'
  | 'WITHDRAWN';
