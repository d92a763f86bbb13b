import { LongplayError } from '../errors.ts';
import type { Context, Decision, Input, Processor, RecordInput, Values } from '../tasks/definition.ts';
import { advanced } from './advance.ts';
import { again, answered, failures, overdue } from './answer.ts';
import type { SagaDefinition } from './definition.ts';
import { checkKnown, type Saga, type SagaDraft, type SagaFact, type SagaStep } from './model.ts';
import { type Turn, tell, turnedBack } from './turn.ts';

/** Declares a saga. What comes of it is a processor like any other, whose fat event is the saga's execution log. */
export function defineSaga<S extends SagaFact, I extends Values, T extends Values>(
  definition: SagaDefinition<S, I, T>,
): Processor<S, I, T> {
  const { steps, within, hear, ...same } = check(definition);
  const conduct = { name: same.name, entity: same.entity, within, steps };
  const turnOf = (state: S, key: string, now: number): Turn<S> => {
    const { saga, effects } = state;
    return { conduct, key, now, draft: draftOf(state), saga, effects, what: [], alarms: [] };
  };
  const heardOf = (state: S | null, input: RecordInput<I>, context: Context<T>): Decision<S> => {
    if (state !== null) checkKnown(state.saga);
    const { state: draft, turnBack, ...said } = hear(state, input, context);
    const { actor } = input.value.event;
    const by = actor === null ? input.from : actor.kind.toLowerCase();
    if (state === null) {
      if (draft === undefined) return said;
      const first = beginning({ conduct, key: input.key, now: context.now, draft }, by);
      return together(said, advanced<S>(null, first));
    }
    const turn = turnOf(state, input.key, context.now);
    const isTurn = turnBack !== undefined && turn.saga.direction === 'FORWARD';
    if (!isTurn) return draft === undefined ? said : { ...said, state: { ...state, ...draft } };
    const next = { ...turn, draft: draft ?? turn.draft };
    return together(said, advanced(state, turnedBack(next, turnBack, by)));
  };

  return {
    ...same,
    effects: steps.flatMap(step => (step.undo === null ? [step.do] : [step.do, step.undo])),
    decide: (state, input: Input<I>, context) => {
      if (input.from !== 'effect' && input.from !== 'deadline') {
        return heardOf(state, input as RecordInput<I>, context);
      }
      if (state === null) return {};
      checkKnown(state.saga);
      const turn = turnOf(state, input.key, context.now);
      return 'effect' in input ? answered(state, turn, input) : 'deadline' in input ? overdue(state, turn, input) : {};
    },
    failures: state => failures(conduct, state),
    again: (state, input, context) => {
      checkKnown(state.saga);
      return again(state, turnOf(state, input.key, context.now), input);
    },
  };
}

function beginning<S extends SagaFact>(turn: Pick<Turn<S>, 'conduct' | 'key' | 'now' | 'draft'>, by: string): Turn<S> {
  const steps = turn.conduct.steps.map(
    ({ name }): SagaStep => ({
      name,
      status: 'WAITING',
      alternative: 0,
      attempt: 0,
      effectId: null,
      reference: null,
      code: null,
    }),
  );
  const saga: Saga = { status: 'RUNNING', direction: 'FORWARD', turnedBack: null, steps, log: [], logDropped: 0 };
  return tell({ ...turn, saga, effects: [], what: ['BEGUN'], alarms: [] }, { what: 'BEGUN', by });
}

/** What the saga's own code said, and what the engine made of it. */
function together<S extends SagaFact>(said: Decision<S>, made: Decision<S>): Decision<S> {
  const what = [...[said.what ?? []].flat(), ...[made.what ?? []].flat()];
  return { ...said, ...made, what, alarms: [...(said.alarms ?? []), ...(made.alarms ?? [])] };
}

function draftOf<S extends SagaFact>(state: S): SagaDraft<S> {
  const { event, version, history, historyDropped, saga, deadlines, effects, ...draft } = state;
  return draft as unknown as SagaDraft<S>;
}

/** @throws where it could not work, with all that is wrong. */
function check<S extends SagaFact, I extends Values, T extends Values>(
  definition: SagaDefinition<S, I, T>,
): SagaDefinition<S, I, T> {
  const { steps, name } = definition;
  const wrong: string[] = [];
  if (steps.length === 0) wrong.push('it has no steps');
  for (const step of steps) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(step.name)) wrong.push(`the step ${step.name} is not named like-this`);
    if (step.name === 'saga' || step.name.startsWith('undo-')) wrong.push(`no step may be named ${step.name}`);
  }
  const twice = (what: string, list: readonly (string | null)[]) => {
    const all = list.filter(one => one !== null);
    for (const one of new Set(all.filter((each, index) => all.indexOf(each) !== index))) {
      wrong.push(`the ${what} ${one} is there twice`);
    }
  };
  twice(
    'step',
    steps.map(step => step.name),
  );
  twice(
    'effect',
    steps.flatMap(step => [step.do, step.undo]),
  );
  if (wrong.length === 0) return definition;
  throw new LongplayError('LP_SAGA_INVALID', `The saga ${name} cannot work like this: ${wrong.join('; ')}.`);
}
