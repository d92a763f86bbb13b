/**
 * The part of a fat event that the engine itself reads and writes. Each is a structural match of a record in the
 * schemas (schemas/shared); a topic that a processor owns must have them all.
 */

/** What happened, in the terms of CloudEvents. Times are milliseconds since the epoch. */
export type EventStamp = {
  /** Unique for ever and never re-used. A request's id is the request id. */
  readonly id: string;
  readonly type: string;
  readonly time: number;
  /** Ids of the records, effects or deadlines that led to it. */
  readonly causes: readonly string[];
  /** The whole story that it belongs to. */
  readonly correlationId: string;
  readonly actor: { readonly kind: string; readonly id: string } | null;
};

/** One step of a history. */
export type Transition = {
  readonly what: string;
  readonly at: number;
  readonly cause: string;
  /** The version of this key that says it first. */
  readonly version: number;
  /** A stable code, never free text. */
  readonly reason: string | null;
  /** Who asked for it; null where nobody outside did. */
  readonly actor: EventStamp['actor'];
};

/** A step that is owed, by whom and by when. */
export type Deadline = {
  /** Unique within its key. */
  readonly name: string;
  readonly owedBy: string;
  readonly since: number;
  readonly due: number;
  /** How often it has passed already; from the first time on it is visible and alarmed. */
  readonly passes: number;
};

/** An effect that was intended and whose answer is not known yet (intent before effect). */
export type PendingEffect = {
  readonly id: string;
  readonly kind: string;
  readonly about: string;
  readonly attempt: number;
  /** Sent to the provider; the same for every attempt. */
  readonly idempotencyKey: string;
  /** By which the provider is asked when the lifetime of its keys has passed. */
  readonly reference: string | null;
  readonly since: number;
  /** Not before this time; null: at once. */
  readonly retryAt: number | null;
  readonly lastError: string | null;
};

/** A processor's state of one key: the last fat event of the topic that it owns. */
export type FatEvent = {
  readonly event: EventStamp;
  /** Counts 1, 2, 3… */
  readonly version: number;
  readonly history: readonly Transition[];
  readonly historyDropped: number;
  readonly deadlines: readonly Deadline[];
  readonly effects: readonly PendingEffect[];
};

/** What a decider writes of a state; the engine stamps the rest. */
export type Draft<S extends FatEvent> = Omit<S, 'event' | 'version' | 'history' | 'historyDropped'>;
