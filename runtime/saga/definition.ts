import type { Context, Decision, Processor, RecordInput, Values } from '../tasks/definition.ts';
import type { Patience } from '../tasks/patience.ts';
import type { SagaDraft, SagaFact } from './model.ts';

/**
 * How often a step is asked for before somebody has to see to it. Each is one run of its gateway, which has quick retries
 * of its own. Under the same idempotency key, so that it is done once.
 */
export type Retry = {
  /**
   * Runs that may fail. Then: of a `do`, nobody knows whether it was done, and the saga turns back; of an `undo`, a person
   * is asked. Either way it is still asked for, after the longest wait and then twice as long each time, down to once a
   * day, and nothing is taken for undone that may not be. Null: as often as it takes, and only deadlines are alarmed.
   */
  readonly tries: number | null;
  /** Wait after the first failure, ms. Too short: a provider that is down is asked all the time. */
  readonly first: number;
  /** What each further wait is longer by. */
  readonly growth: number;
  /** Longest wait within the tries, ms. Each is a fact; too long: it goes on late when the provider is back. */
  readonly longest: number;
};

export type SagaStepDefinition<S extends SagaFact> = {
  /** For life, since states name it; lower case with hyphens. */
  readonly name: string;
  /** Kind of the effect that does it. Its call is made from the state and the step (`askedOf`). */
  readonly do: string;
  /** Kind of the effect that undoes it, by the reference in the state; null: there is nothing to undo. */
  readonly undo: string | null;
  readonly retry: Retry;
  /** Who is asked, such as `car-provider`: whom deadlines and the log name. */
  readonly owedBy: string;
  /**
   * How long is waited for it, over all its attempts and alternatives. At its last pass the saga turns back; with `passes`
   * null it is alarmed only. What is pending then is still waited for, and undone if it was done.
   */
  readonly within: Patience;
  /**
   * How many ways there are to do it. Default 1. With more, a refusal fails forward: the next one is tried, as long as
   * neither `within` has passed nor somebody has turned the saga back.
   */
  readonly alternatives?: (state: SagaDraft<S>) => number;
};

/** What a record of an input comes to. */
export type Heard<S extends SagaFact> = Omit<Decision<S>, 'state'> & {
  /** What the saga is about. Of a key without a state: the saga begins. Left out: unchanged. */
  readonly state?: SagaDraft<S>;
  /** Turns the saga back, also when all was done: a stable code. Has no meaning for one that is turned back already. */
  readonly turnBack?: string;
};

type Same = 'name' | 'entity' | 'owns' | 'reads' | 'tables' | 'asks' | 'historyBound' | 'linger';

/**
 * A process that one coordinator conducts: its steps are done one after another, and where one can't be, those that were
 * done are undone, in the reverse order. Either all are done at the end, or none.
 *
 * The state of a saga names its own steps. A step that is added here is done by sagas that begin later; one that is in a
 * saga under way must not be taken away.
 */
export type SagaDefinition<S extends SagaFact, I extends Values, T extends Values> = Pick<Processor<S, I, T>, Same> & {
  /** At least one, done in this order. */
  readonly steps: readonly SagaStepDefinition<S>[];
  /** How long the whole may take; at its last pass it turns back. */
  readonly within: Patience;
  /** Decides a record: begins the saga, turns it back, or answers something. Pure, as `decide` of a processor. */
  hear(state: S | null, input: RecordInput<I>, context: Context<T>): Heard<S>;
};

/** What the parts of the engine go by. */
export type Conduct<S extends SagaFact> = Pick<SagaDefinition<S, Values, Values>, 'name' | 'entity' | 'within'> & {
  readonly steps: readonly SagaStepDefinition<S>[];
};
