// Generated from the .avsc files by `npm run generate`; do not edit.
import type { AppliedRequest, Deadline, Event, PendingEffect, Saga, Transition } from './shared.ts';

/** The booking of a holiday, whole, as it stands after the change, with its execution log. */
export type Holiday = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly holidayId: string;
  /** Counts 1, 2, 3… per key at the owner. */
  readonly version: number;
  /** What is wanted. */
  readonly terms: HolidayTerms;
  /** Its steps, each with what became of it, and its log. */
  readonly saga: Saga;
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

/** What is wanted. */
export type HolidayTerms = {
  /** Who travels. */
  readonly customerId: string;
  /** First day, as in 2027-05-01. */
  readonly from: string;
  /** Last day. */
  readonly until: string;
  /** Class of the car, in the provider’s words. */
  readonly car: string;
  /** The hotel, in the provider’s words. */
  readonly hotel: string;
  /** Flights, in the order in which they are wished for: the next is tried where one is full. At most 8. The API refuses more. */
  readonly flights: readonly string[];
};
