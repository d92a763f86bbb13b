import type { Context } from '../../../runtime/tasks/definition.ts';
import type { FatEvent, PendingEffect } from '../../../runtime/tasks/fat-event.ts';
import { RETRY_AFTER } from '../booking.ts';

export type None = Context<Record<never, never>>;

/** The newest fact of a neighbour, as far as somebody cares. */
export type Seen = { readonly version: number; readonly status: string };

/** What the customer is told: it follows from the two others, who do all the work. */
export type Ticket = FatEvent & {
  readonly ticketId: string;
  readonly status: 'WANTED' | 'BOOKED' | 'GIVING_BACK' | 'REFUSED';
  readonly seat: Seen | null;
  readonly charge: Seen | null;
};

export type Seat = FatEvent & {
  readonly ticketId: string;
  readonly status: 'HOLDING' | 'HELD' | 'REFUSED' | 'RELEASING' | 'RELEASED' | 'RELEASE_FAILED';
  readonly reference: string | null;
};

export type Charge = FatEvent & {
  readonly ticketId: string;
  readonly status: 'CHARGING' | 'CHARGED' | 'REFUSED';
};

export const effect = (ticketId: string, kind: string, now: number): PendingEffect => ({
  id: `${ticketId}/${kind}`,
  kind,
  about: '',
  attempt: 1,
  idempotencyKey: `${ticketId}/${kind}`,
  reference: null,
  since: now,
  retryAt: null,
  lastError: null,
});

/** Nobody knows whether it was done: once more under the same key, so that it is done once. */
export const again = (pending: PendingEffect, code: string, now: number): PendingEffect => ({
  ...pending,
  attempt: pending.attempt + 1,
  retryAt: now + RETRY_AFTER,
  lastError: code,
});
