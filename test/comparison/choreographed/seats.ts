import { type AnswerInput, type Decision, defineProcessor, type Input } from '../../../runtime/tasks/definition.ts';
import { deadlinesOf, overdueCode, passedOnce } from '../../../runtime/tasks/patience.ts';
import { answering } from '../booking.ts';
import { again, type Charge, effect, type None, type Seat, type Ticket } from './model.ts';

type Inputs = { tickets: Ticket; charges: Charge };

/** Holds a seat for a ticket that is wanted, and gives it back where the card is refused. */
export const seats = defineProcessor<Seat, Inputs, Record<never, never>>({
  name: 'seats',
  entity: 'seat',
  owns: 'seats',
  reads: ['tickets', 'charges'],
  tables: [],
  asks: [],
  effects: ['hold-seat', 'release-seat'],
  historyBound: 32,
  decide,
  failures: ({ status, ticketId }) =>
    status === 'RELEASE_FAILED'
      ? [{ effectId: `${ticketId}/release-seat`, kind: 'release-seat', code: 'refused' }]
      : [],
});

const owed = [{ name: 'answer', owedBy: 'box-office', patience: answering }];

function decide(seat: Seat | null, input: Input<Inputs>, { now }: None): Decision<Seat> {
  switch (input.from) {
    case 'tickets':
      return seat === null && input.value.status === 'WANTED' ? asking(input.key, 'HOLDING', null, now) : {};
    case 'charges':
      return seat?.status === 'HELD' && input.value.status === 'REFUSED'
        ? asking(input.key, 'RELEASING', seat.reference, now)
        : {};
    case 'effect':
      return seat === null ? {} : answered(seat, input, now);
    case 'deadline': {
      if (seat === null) return {};
      const deadlines = passedOnce(seat.deadlines, input.deadline, answering, now);
      return { state: { ...seat, deadlines }, alarms: [overdueCode(input.deadline)] };
    }
  }
}

function asking(
  ticketId: string,
  status: 'HOLDING' | 'RELEASING',
  reference: string | null,
  now: number,
): Decision<Seat> {
  const effects = [effect(ticketId, status === 'HOLDING' ? 'hold-seat' : 'release-seat', now)];
  return { state: { ticketId, status, reference, effects, deadlines: deadlinesOf(owed, [], now) }, what: status };
}

function answered(seat: Seat, { effect: pending, answer }: AnswerInput, now: number): Decision<Seat> {
  if (answer.status === 'failed') return { state: { ...seat, effects: [again(pending, answer.code, now)] } };
  const ended = { ...seat, effects: [], deadlines: [] };
  if (pending.kind === 'hold-seat') {
    if (answer.status === 'refused') return { state: { ...ended, status: 'REFUSED' }, what: 'REFUSED' };
    return { state: { ...ended, status: 'HELD', reference: answer.reference }, what: 'HELD' };
  }
  if (answer.status === 'done') return { state: { ...ended, status: 'RELEASED' }, what: 'RELEASED' };
  return { state: { ...ended, status: 'RELEASE_FAILED' }, what: 'RELEASE_FAILED', alarms: ['seat-release-refused'] };
}
