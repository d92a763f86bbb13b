import type { AgainInput, AnswerInput, DeadlineInput, Decision, Failure } from '../tasks/definition.ts';
import type { PendingEffect } from '../tasks/fat-event.ts';
import { isFinal, overdueCode, passedOnce } from '../tasks/patience.ts';
import { waitAfter } from '../tasks/retry.ts';
import { advanced, asked, patienceOf } from './advance.ts';
import type { Conduct, Retry } from './definition.ts';
import { actionOf, isStuck, type SagaFact, type SagaStep } from './model.ts';
import { about, definitionOf, noted, type Turn, tell, turnedBack, withStep } from './turn.ts';

type Answered<S extends SagaFact> = { readonly turn: Turn<S>; readonly step: SagaStep; readonly effect: PendingEffect };

/** What an answer comes to. */
export function answered<S extends SagaFact>(before: S, turn: Turn<S>, { effect, answer }: AnswerInput): Decision<S> {
  const entry = before.effects.find(one => one.id === effect.id);
  const step = before.saga.steps.find(one => one.name === effect.about);
  if (entry === undefined || step === undefined) return {};
  const closed = { turn: { ...turn, effects: [] }, step, effect: entry };
  const isUndo = actionOf(step) === 'UNDO';
  switch (answer.status) {
    case 'done':
      return advanced(before, isUndo ? undone(closed) : done(closed, answer.reference));
    case 'refused':
      return advanced(before, isUndo ? undoRefused(closed, answer.code) : refused(closed, answer.code));
    case 'failed':
      return advanced(before, failed({ turn, step, effect: entry }, answer.code));
  }
}

function done<S extends SagaFact>({ turn, step }: Answered<S>, reference: string): Turn<S> {
  const { owedBy: by } = definitionOf(turn.conduct, step.name);
  const next = withStep(turn, step, { status: 'DONE', reference, code: null });
  return note(tell(next, { ...about(step), what: 'DONE', by, reference }), step, 'DONE');
}

function undone<S extends SagaFact>({ turn, step }: Answered<S>): Turn<S> {
  const { owedBy: by } = definitionOf(turn.conduct, step.name);
  const next = withStep(turn, step, { status: 'UNDONE', code: null });
  const line = { ...about(step), what: 'DONE', by, reference: step.reference } as const;
  return note(tell(next, line), step, 'UNDONE');
}

/** It was not done and will not be: the next alternative, or back. */
function refused<S extends SagaFact>({ turn, step }: Answered<S>, code: string): Turn<S> {
  const { owedBy: by, alternatives } = definitionOf(turn.conduct, step.name);
  const told = note(tell(turn, { ...about(step), what: 'REFUSED', by, code }), step, 'REFUSED');
  const next = step.alternative + 1;
  if (turn.saga.direction === 'FORWARD' && next < (alternatives?.(turn.draft) ?? 1)) {
    return withStep(told, step, { alternative: next, attempt: 0, code });
  }
  return turnedBack(withStep(told, step, { status: 'REFUSED', code }), `${step.name}-refused`, by);
}

/** It stands at the provider, and has to go: a person sees to it. */
function undoRefused<S extends SagaFact>({ turn, step, effect }: Answered<S>, code: string): Turn<S> {
  const { owedBy: by } = definitionOf(turn.conduct, step.name);
  const next = withStep(turn, step, { status: 'UNDO_FAILED', code });
  const told = tell(next, { ...about(step), what: 'REFUSED', by, code, reference: step.reference });
  return alarm(note(told, step, 'UNDO_REFUSED'), effect, 'refused');
}

const DAY = 24 * 60 * 60_000;

/**
 * Not known to be done, and not tried any more for now. It stays pending, with the same key: at the end of its tries a
 * person is told, and it is tried on, ever less often, down to once a day.
 */
function failed<S extends SagaFact>({ turn, step, effect }: Answered<S>, code: string): Turn<S> {
  const { retry, owedBy: by } = definitionOf(turn.conduct, step.name);
  const tried = triesOf(effect);
  const isUsedUp = retry.tries !== null && tried >= retry.tries;
  const wait = waitOf(retry, tried);
  const attempt = effect.attempt + 1;
  const again = { ...effect, attempt, retryAt: turn.now + wait, lastError: code };
  const next = withStep({ ...turn, effects: [again] }, step, { attempt, code });
  const told = tell(next, { ...about(step), what: 'FAILED', by, code });
  if (!isUsedUp || isStuck(step)) return told;
  const stuck = actionOf(step) === 'DO' ? 'UNRESOLVED' : 'UNDO_FAILED';
  const stopped = alarm(note(withStep(told, step, { status: stuck, attempt, code }), step, stuck), effect, 'failed');
  return turnedBack(stopped, `${step.name}-unresolved`, turn.conduct.name);
}

/** Of this entry, since it was asked for: the attempts of a step count on under each key (see `again`). */
const triesOf = ({ attempt, idempotencyKey }: PendingEffect): number =>
  attempt + 1 - Number(/\/again-(\d+)$/.exec(idempotencyKey)?.[1] ?? 1);

function waitOf(retry: Retry, tried: number): number {
  const { tries, longest } = retry;
  if (tries === null || tried < tries) return waitAfter(retry, tried);
  return Math.max(longest, waitAfter({ first: longest, longest: DAY }, tried - tries + 1));
}

const note = <S extends SagaFact>(turn: Turn<S>, step: SagaStep, what: string): Turn<S> => ({
  ...turn,
  what: [...turn.what, noted(step, what)],
});

const alarm = <S extends SagaFact>(turn: Turn<S>, { kind }: PendingEffect, how: string): Turn<S> => ({
  ...turn,
  alarms: [...turn.alarms, `${turn.conduct.entity}-${kind}-${how}`],
});

/** Something was not done in time. What is pending stays, whatever its deadline. */
export function overdue<S extends SagaFact>(before: S, turn: Turn<S>, { deadline }: DeadlineInput): Decision<S> {
  const patience = patienceOf(turn.conduct, turn.saga, deadline.name);
  const code = overdueCode(deadline);
  const deadlines = passedOnce(before.deadlines, deadline, patience, turn.now);
  const line = { what: 'OVERDUE', by: deadline.owedBy, code } as const;
  const told = deadline.passes === 0 ? { ...tell(turn, line), what: ['OVERDUE'] } : turn;
  const isEnd = turn.saga.direction === 'FORWARD' && isFinal(deadline, patience);
  const next = isEnd ? turnedBack(told, code, turn.conduct.name) : told;
  const decision = advanced({ ...before, deadlines }, { ...next, alarms: [code] });
  return isEnd || deadline.passes > 0 ? decision : { ...decision, reason: code };
}

/** Steps that a person has to see to. */
export function failures<S extends SagaFact>({ steps }: Pick<Conduct<S>, 'steps'>, { saga }: S): readonly Failure[] {
  return saga.steps.filter(isStuck).flatMap(step => {
    const definition = steps.find(({ name }) => name === step.name);
    const kind = actionOf(step) === 'UNDO' ? definition?.undo : definition?.do;
    return step.effectId === null ? [] : [{ effectId: step.effectId, kind: kind ?? step.name, code: step.code ?? '' }];
  });
}

/**
 * Such a step once more, at once. What was refused is asked for under another key, since under its own the provider would
 * only repeat its answer; what may have been done keeps its key, so that it is done once.
 */
export function again<S extends SagaFact>(before: S, turn: Turn<S>, { effectId }: AgainInput): Decision<S> {
  const step = before.saga.steps.find(one => isStuck(one) && one.effectId === effectId);
  if (step === undefined) return {};
  const by = 'operator';
  const attempt = step.attempt + 1;
  const next: SagaStep = { ...step, attempt, status: actionOf(step) === 'DO' ? 'DOING' : 'UNDOING', code: null };
  const [pending] = before.effects;
  if (pending === undefined) {
    return advanced(before, asked(turn, next, { id: effectId, key: `${effectId}/again-${attempt}`, by }));
  }
  const at = { ...withStep(turn, step, next), effects: [{ ...pending, attempt, retryAt: null }] };
  return advanced(before, tell(at, { ...about(next), what: 'ASKED', by }));
}
