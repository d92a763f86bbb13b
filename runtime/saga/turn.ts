import type { PendingEffect } from '../tasks/fat-event.ts';
import type { Conduct, SagaStepDefinition } from './definition.ts';
import {
  actionOf,
  logged,
  type Saga,
  type SagaDraft,
  type SagaFact,
  type SagaLogEntry,
  type SagaStep,
} from './model.ts';

/** A saga in the middle of a decision, with what the decision says so far. */
export type Turn<S extends SagaFact> = {
  readonly conduct: Conduct<S>;
  readonly key: string;
  readonly now: number;
  readonly draft: SagaDraft<S>;
  readonly saga: Saga;
  readonly effects: readonly PendingEffect[];
  readonly what: readonly string[];
  readonly alarms: readonly string[];
};

/** @throws where the code does not have the step any more; then nobody knows how to undo it. */
export function definitionOf<S extends SagaFact>({ steps, name }: Conduct<S>, step: string): SagaStepDefinition<S> {
  const definition = steps.find(one => one.name === step);
  if (definition === undefined) throw new Error(`The saga ${name} has no step ${step} any more.`);
  return definition;
}

/** The turn with the step changed. */
export function withStep<S extends SagaFact>(turn: Turn<S>, step: SagaStep, change: Partial<SagaStep>): Turn<S> {
  const steps = turn.saga.steps.map(one => (one.name === step.name ? { ...one, ...change } : one));
  return { ...turn, saga: { ...turn.saga, steps } };
}

/** The turn with a line of the story more. */
export function tell<S extends SagaFact>(
  turn: Turn<S>,
  line: Pick<SagaLogEntry, 'what' | 'by'> & Partial<SagaLogEntry>,
): Turn<S> {
  const nothing = { step: '', action: 'SAGA', alternative: 0, attempt: 0, code: null, reference: null } as const;
  return { ...turn, saga: logged(turn.saga, { at: turn.now, ...nothing, ...line }) };
}

/** What a line about a step says of it. */
export const about = (step: SagaStep) => ({
  step: step.name,
  action: actionOf(step),
  alternative: step.alternative,
  attempt: step.attempt,
});

/** What the history notes, such as CAR_DONE. */
export const noted = ({ name }: Pick<SagaStep, 'name'>, what: string): string =>
  `${name.toUpperCase().replaceAll('-', '_')}_${what}`;

/** Nothing is done any more; what was done will be undone, and what is pending is waited for first. */
export function turnedBack<S extends SagaFact>(turn: Turn<S>, code: string, by: string): Turn<S> {
  if (turn.saga.direction !== 'FORWARD') return turn;
  const saga: Saga = { ...turn.saga, direction: 'BACKWARD', turnedBack: code };
  return tell({ ...turn, saga }, { what: 'TURNED_BACK', by, code });
}
