import type { EventStamp } from '../tasks/fat-event.ts';

/** An operation as the engine reads it: a structural match of the record in schemas/operations. */
export type Operation = {
  readonly event: EventStamp;
  readonly target: string;
  readonly type: 'UNKNOWN' | 'RETRY' | 'EDIT' | 'DISCARD' | 'PAUSE' | 'RESUME' | 'REPUBLISH' | 'REPAIR';
  readonly reason: string;
  readonly retry: {
    readonly scope: 'UNKNOWN' | 'CASE' | 'KEY' | 'GROUP';
    readonly caseId: string | null;
    readonly key: Buffer | null;
    readonly group: string | null;
    readonly perSecond: number | null;
  } | null;
  readonly edit: { readonly caseId: string; readonly value: Buffer } | null;
  readonly discard: { readonly caseId: string } | null;
  readonly pause: { readonly until: number | null } | null;
  readonly resume: { readonly clearBreaker: boolean } | null;
  readonly republish: { readonly key: string | null; readonly schemaIds: readonly number[] } | null;
  readonly repair: { readonly key: string; readonly restsOnVersion: number; readonly value: Buffer } | null;
};

/** Why an operation was not done, as its outcome says it. */
export type Rejection =
  | 'operation-unknown'
  | 'reason-missing'
  | 'case-unknown'
  | 'case-closed'
  | 'behind-another-case'
  | 'key-not-blocked'
  | 'too-many-retries'
  | 'not-a-request'
  | 'value-unreadable'
  | 'fact-unknown'
  | 'version-changed';
