import type { Context, Decision, Input } from '../../runtime/tasks/definition.ts';
import { deadlinesOf, type Owed, patienceFor, reminded } from '../../runtime/tasks/patience.ts';
import type { Enrolment, EnrolmentStatus, EnrolmentStep } from '../../schemas/types/enrolments.ts';
import { known } from '../known.ts';
import { patience } from '../patience.ts';
import { isNews } from '../same.ts';
import { type EnrolmentInputs, enrolledAtOf, stepOf, steps as untold } from './steps.ts';

/** Keeps what each neighbour says of its step. Nothing is asked of anybody: what is owed is seen, and alarmed. */
export function decide(
  state: Enrolment | null,
  input: Input<EnrolmentInputs>,
  { now }: Pick<Context<never>, 'now'>,
): Decision<Enrolment> {
  if (state !== null && known(state.status, 'status of the enrolment') === 'ENDED') return {};
  if (input.from === 'effect') return {};
  if (input.from === 'deadline') {
    return state === null ? {} : reminded(state, input, patienceFor(input, owedFor(state.steps)), now);
  }
  const step = stepOf(input, state);
  const before = state?.steps ?? untold;
  if (step === null || !before.some(one => one.name === step.name && isNews(one, step))) return {};
  const told = before.map(one => (one.name === step.name ? step : one));
  const status = statusOf(told);
  // Of who is erased, or about to be, nothing is owed any more.
  const steps = status === 'ENDED' ? [] : told;
  const enrolledAt = enrolledAtOf(input, state);
  const deadlines = deadlinesOf(owedFor(steps), state?.deadlines ?? [], now);
  return {
    state: { customerId: input.key, status, enrolledAt, steps, deadlines, effects: [] },
    ...(status === state?.status ? {} : { what: status }),
  };
}

function statusOf(steps: readonly EnrolmentStep[]): EnrolmentStatus {
  const is = (status: EnrolmentStep['status']) => steps.filter(one => one.status === status).length;
  if (steps.some(({ name, status }) => name === 'record' && status === 'STOPPED')) return 'ENDED';
  if (is('FAILED') > 0) return 'STUCK';
  return is('DONE') === steps.length ? 'ENROLLED' : 'ENROLLING';
}

/** A processor answers within a minute; whoever is outside is reminded by the neighbour that waits for him, first. */
const owedFor = (steps: readonly EnrolmentStep[]): readonly Owed[] =>
  steps.flatMap(({ name, owedBy }) => {
    const first = untold.find(one => one.name === name);
    if (owedBy === null) return [];
    return [{ name, owedBy, patience: owedBy === first?.owedBy ? patience.answer : patience.welcome }];
  });
