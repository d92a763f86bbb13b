import type { Decision } from '../tasks/definition.ts';
import type { Draft, PendingEffect } from '../tasks/fat-event.ts';
import { deadlinesOf, type Owed, type Patience } from '../tasks/patience.ts';
import type { Conduct } from './definition.ts';
import { actionOf, isStuck, type SagaFact, type SagaStep, statusOf } from './model.ts';
import { about, definitionOf, type Turn, tell, withStep } from './turn.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** For a provider to answer when nothing depends on the time any more. */
const undoing: Patience = { within: 5 * MINUTE, growth: 2, most: DAY, passes: null };
/** For a person to see to a step. */
const operator: Patience = { within: DAY, growth: 2, most: DAY, passes: null };

/** The decision of a turn: the next step intended, where one is due, and the status and deadlines that follow. */
export function advanced<S extends SagaFact>(before: S | null, turn: Turn<S>): Decision<S> {
  const next = withNextStep(turn);
  const status = statusOf(next.saga);
  const isNew = status !== before?.saga.status && before !== null;
  const isEnd = isNew && (status === 'DONE' || status === 'UNDONE');
  const { saga, effects, draft, what, alarms } = isEnd
    ? tell(next, { what: 'ENDED', by: turn.conduct.name, code: status.toLowerCase() })
    : next;
  const settled = { ...saga, status };
  const deadlines = deadlinesOf(owedOf(next), before?.deadlines ?? [], turn.now);
  const code = settled.turnedBack;
  return {
    // The draft is the domain's part, and these are the engine's; together they are the whole.
    state: { ...draft, saga: settled, effects, deadlines } as unknown as Draft<S>,
    what: isNew ? [...what, status] : what,
    ...(isNew && code !== null ? { reason: code } : {}),
    alarms,
  };
}

function withNextStep<S extends SagaFact>(turn: Turn<S>): Turn<S> {
  const { steps, direction } = turn.saga;
  if (turn.effects.length > 0 || steps.some(isStuck)) return turn;
  if (direction === 'FORWARD') {
    const step = steps.find(({ status }) => status === 'WAITING' || status === 'DOING');
    return step === undefined ? turn : intended(turn, step, 'DO');
  }
  const last = steps.findLast(({ status }) => status === 'DONE');
  if (last === undefined) return turn;
  if (definitionOf(turn.conduct, last.name).undo !== null) return intended(turn, last, 'UNDO');
  const line = { ...about(last), action: 'UNDO', what: 'NOTHING_TO_UNDO', by: turn.conduct.name } as const;
  return withNextStep(tell(withStep(turn, last, { status: 'UNDONE' }), line));
}

/** The turn with this intended, for the first time. */
function intended<S extends SagaFact>(turn: Turn<S>, step: SagaStep, action: 'DO' | 'UNDO'): Turn<S> {
  const status = action === 'DO' ? 'DOING' : 'UNDOING';
  // The same for every attempt, another one for each alternative.
  const id = `${turn.key}/${action === 'DO' ? '' : 'undo-'}${step.name}/${step.alternative}`;
  return asked(turn, { ...step, attempt: 1, status, effectId: id, code: null }, { id, key: id, by: turn.conduct.name });
}

/** The turn with the step's effect pending, under this idempotency key. */
export function asked<S extends SagaFact>(
  turn: Turn<S>,
  step: SagaStep,
  { id, key, by }: { readonly id: string; readonly key: string; readonly by: string },
): Turn<S> {
  const definition = definitionOf(turn.conduct, step.name);
  const action = actionOf(step);
  const effect: PendingEffect = {
    id,
    // Only a step with an undo is undone.
    kind: action === 'DO' ? definition.do : (definition.undo as string),
    about: step.name,
    attempt: step.attempt,
    idempotencyKey: key,
    reference: key,
    since: turn.now,
    retryAt: null,
    lastError: null,
  };
  return tell({ ...withStep(turn, step, step), effects: [effect] }, { ...about(step), what: 'ASKED', by });
}

/** Who owes what: the saga its end, a provider its answer, a person what the provider did not do. */
function owedOf<S extends SagaFact>({ conduct, saga }: Pick<Turn<S>, 'conduct' | 'saga'>): readonly Owed[] {
  const current = saga.steps.find(one => one.status === 'DOING' || one.status === 'UNDOING' || isStuck(one));
  const isRunning = statusOf(saga) === 'RUNNING';
  const whole = isRunning ? [{ name: WHOLE, owedBy: 'providers', patience: conduct.within }] : [];
  if (current === undefined) return whole;
  const name = deadlineOf(current);
  const { owedBy } = definitionOf(conduct, current.name);
  const patience = patienceOf(conduct, saga, name);
  return [...whole, { name, owedBy: isStuck(current) ? 'operator' : owedBy, patience }];
}

/** Name of the deadline of the whole. */
export const WHOLE = 'saga';

const deadlineOf = (step: SagaStep): string => (actionOf(step) === 'UNDO' ? `undo-${step.name}` : step.name);

/** How long is waited for what this deadline is of, as things stand. */
export function patienceOf<S extends SagaFact>(
  conduct: Conduct<S>,
  saga: SagaFact['saga'],
  deadline: string,
): Patience {
  if (saga.steps.some(isStuck)) return operator;
  if (saga.direction === 'BACKWARD') return undoing;
  return deadline === WHOLE ? conduct.within : definitionOf(conduct, deadline).within;
}
