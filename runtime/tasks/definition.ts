import type { Deadline, Draft, EventStamp, FatEvent, PendingEffect } from './fat-event.ts';

/** Values of the topics that a processor reads, by the topic's name without the installation's prefix. */
export type Values = Readonly<Record<string, { readonly event: EventStamp }>>;

/** A record of an input topic. */
export type RecordInput<I extends Values> = {
  [T in keyof I & string]: { readonly from: T; readonly key: string; readonly value: I[T] };
}[keyof I & string];

/** The answer of an effect. It counts only while its entry is pending; the engine drops it otherwise. */
export type AnswerInput = {
  readonly from: 'effect';
  readonly key: string;
  readonly effect: PendingEffect;
  readonly answer: EffectAnswer;
};

/** What became of an effect. `unknown`: nobody can tell; it is asked for by reference, never simply repeated. */
export type EffectAnswer =
  | { readonly status: 'done'; readonly reference: string; readonly detail?: Readonly<Record<string, string>> }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'failed'; readonly code: string };

/** A deadline that has passed, after everything that was there at that time was read. */
export type DeadlineInput = {
  readonly from: 'deadline';
  readonly key: string;
  readonly deadline: Deadline;
  /** Whether who owes the step has read what asked for it: only then its silence is an answer. */
  readonly asked: 'read' | 'unread';
};

/** A step that failed for good and is owed all the same, such as a refund that the provider refuses. */
export type Failure = {
  /** Unique among the processor's; that of the effect. */
  readonly effectId: string;
  readonly kind: string;
  /** A stable code. */
  readonly code: string;
  /** How often it was tried, which its case shows. Left out: 0, nobody counted. */
  readonly attempts?: number;
};

/** Somebody asks for such a step anew. Decided by `again`, not by `decide`. */
export type AgainInput = {
  readonly from: 'again';
  readonly key: string;
  readonly effectId: string;
  /** Counts on with each time. */
  readonly attempt: number;
};

export type Input<I extends Values> = RecordInput<I> | AnswerInput | DeadlineInput;

/** Read-only tables, replicated to every process and read to their end before the first decision. */
export type Tables<T extends Values> = {
  readonly [N in keyof T & string]: {
    get(key: string): T[N] | undefined;
    /** Every row, in no certain order: for small tables, since it is looked at whole. */
    values(): Iterable<T[N]>;
  };
};

export type Context<T extends Values> = {
  /** Milliseconds since the epoch: the one clock of a decision. */
  readonly now: number;
  /** The version that this decision's fat event will have. */
  readonly version: number;
  readonly tables: Tables<T>;
};

/** A request to another owner, or a reply. `id` is a natural one, so that a repeat is known as such. */
export type RequestOut = {
  readonly topic: string;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  /** The record without its `event`. */
  readonly value: Readonly<Record<string, unknown>>;
};

/** What became of the request that is being decided, or of an earlier one (a cancel that waited). */
export type OutcomeOut = {
  readonly requestId: string;
  readonly requestTopic: string;
  readonly requestType: string;
  readonly bodyHash: string | null;
} & (
  | { readonly answer: 'ACCEPTED' }
  | { readonly answer: 'REJECTED'; readonly reason: string; readonly fields?: readonly string[] }
);

/** What a decision comes to. Nothing of it: the input changes nothing. */
export type Decision<S extends FatEvent> = {
  /** The new state; left out (or the very same draft): unchanged, and no fact is written. */
  readonly state?: Draft<S>;
  /**
   * What the history notes, such as CONFIRMED or CANCEL_REFUSED; several where one input led through several steps. The
   * last one also names the event. Left out: no entry.
   */
  readonly what?: string | readonly string[];
  /** A stable code for the history, of each entry. */
  readonly reason?: string;
  readonly requests?: readonly RequestOut[];
  readonly outcomes?: readonly OutcomeOut[];
  /** Raised for a person: a deadline that passed, a compensation that failed. A stable code. */
  readonly alarms?: readonly string[];
};

/**
 * One stream processor: it alone writes `owns`, and its state is the last fat event of each key there.
 *
 * `decide` is pure: no I/O, no clock, no random. Its input's key is the state's key; everything that it needs of a
 * table it stores in the state. An input twice, in any order with others, must change nothing the second time.
 */
export type Processor<S extends FatEvent = FatEvent, I extends Values = Values, T extends Values = Values> = {
  /** A name for life: of the consumer group, the transactional ids and the processor's own topics. */
  readonly name: string;
  /** Name of the entity in event types, such as `order` in `longplay.order.placed`. */
  readonly entity: string;
  readonly owns: string;
  readonly reads: readonly (keyof I & string)[];
  readonly tables: readonly (keyof T & string)[];
  /** Topics that its requests and replies go to. */
  readonly asks: readonly string[];
  /** Kinds of effect that it intends; each needs a runner (gateway). */
  readonly effects: readonly string[];
  /** Most entries of the history; the first one stays, the oldest of the others are dropped. */
  readonly historyBound: number;
  /**
   * Least time between two transactions of a task, ms. Default 0: as soon as there is something. For a processor that
   * nobody waits for: what comes meanwhile shares a transaction, and leaves the broker's to those that are waited for.
   */
  readonly linger?: number;
  decide(state: S | null, input: Input<I>, context: Context<T>): Decision<S>;
  /**
   * What of this state a person has to see to. Each is a case in the hospital for as long as the newest fact shows it; it
   * blocks nothing. Left out: nothing ever.
   */
  failures?(state: S): readonly Failure[];
  /** Intends the step of such a failure anew, under another idempotency key: the provider has answered the one before. */
  again?(state: S, input: AgainInput, context: Context<T>): Decision<S>;
};

/** Declares a processor; only checks types. */
export function defineProcessor<S extends FatEvent, I extends Values, T extends Values>(
  processor: Processor<S, I, T>,
): Processor<S, I, T> {
  return processor;
}
