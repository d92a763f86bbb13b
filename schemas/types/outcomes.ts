// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, VersionRef } from './shared.ts';

/** What became of a request. */
export type Outcome = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly requestId: string;
  /** What became of it. */
  readonly answer: OutcomeAnswer;
  /** Who decided. */
  readonly processor: string;
  /** Topic of the request, without the prefix. */
  readonly requestTopic: string;
  /** Its key. */
  readonly requestKey: string;
  /** What was asked, such as CANCEL. */
  readonly requestType: string;
  /** ACCEPTED: the fact that holds it, so that a reader can wait for that version. */
  readonly fact: VersionRef | null;
  /** REJECTED: a stable code, such as already-dispatched. */
  readonly reason: string | null;
  /** REJECTED: JSON pointers of the fields at fault. At most 64. Only the first 64 are named. */
  readonly fields: readonly string[];
  /** Hash of what the client had sent. */
  readonly bodyHash: string | null;
};

/** Answers. */
export type OutcomeAnswer =
  | 'UNKNOWN'
  | 'ACCEPTED'
  | 'REJECTED';
