// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event } from './shared.ts';

/** Something that an operator asks of a processor. The actor is in the event. */
export type Operation = {
  /** What happened and why. */
  readonly event: Event;
  /** The key: the case id, or the name of what is meant. */
  readonly target: string;
  /** What is asked; the body of that name is filled. */
  readonly type: OperationType;
  /** Why, in the operator’s words. */
  readonly reason: string;
  /** Filled for RETRY. */
  readonly retry: RetryCases | null;
  /** Filled for EDIT: of a request, never of a fact. */
  readonly edit: EditCase | null;
  /** Filled for DISCARD. */
  readonly discard: DiscardCase | null;
  /** Filled for PAUSE; one record per partition. */
  readonly pause: PauseTask | null;
  /** Filled for RESUME; one record per partition. */
  readonly resume: ResumeTask | null;
  /** Filled for REPUBLISH; one record per partition. */
  readonly republish: RepublishFacts | null;
  /** Filled for REPAIR. */
  readonly repair: RepairFact | null;
};

/** Kinds of operation. */
export type OperationType =
  | 'UNKNOWN'
  | 'RETRY'
  | 'EDIT'
  | 'DISCARD'
  | 'PAUSE'
  | 'RESUME'
  | 'REPUBLISH'
  | 'REPAIR';

/** Which cases are tried again. */
export type RetryCases = {
  /** How many. */
  readonly scope: RetryScope;
  /** For CASE. */
  readonly caseId: string | null;
  /** For KEY: bytes of the key. */
  readonly key: Buffer | null;
  /** For GROUP: the fingerprint. */
  readonly group: string | null;
  /** At most so many a second; null: the configured rate. */
  readonly perSecond: number | null;
};

/** Scopes. */
export type RetryScope =
  | 'UNKNOWN'
  | 'CASE'
  | 'KEY'
  | 'GROUP';

/** The record is replaced, then tried again. */
export type EditCase = {
  /** The case. */
  readonly caseId: string;
  /** The new value on the wire, personal parts as ciphertext. */
  readonly value: Buffer;
};

/** The record is given up. */
export type DiscardCase = {
  /** The case. */
  readonly caseId: string;
};

/** The task stops taking inputs. */
export type PauseTask = {
  /** When it goes on by itself; null: when it is told to. Milliseconds since the epoch, UTC. */
  readonly until: number | null;
};

/** The task goes on. */
export type ResumeTask = {
  /** Whether the storm breaker forgets what it counted. */
  readonly clearBreaker: boolean;
};

/** The newest fact of a key is written again, with only its version changed. */
export type RepublishFacts = {
  /** Which key; null: every key of the partition. */
  readonly key: string | null;
  /** Only facts that were written with these schema ids; empty: all. At most 1,024. Refused; ask again for the others. */
  readonly schemaIds: readonly number[];
};

/** The owner writes this as the key’s next fact. */
export type RepairFact = {
  /** The key. */
  readonly key: string;
  /** The version that was looked at; another one now is rejected. */
  readonly restsOnVersion: number;
  /** The whole fact on the wire, personal parts as ciphertext; version and event are set by the owner. */
  readonly value: Buffer;
};
