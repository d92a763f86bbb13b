import { askedOf } from '../../../runtime/saga/call.ts';
import type { SagaStatus } from '../../../runtime/saga/model.ts';
import type { Processor } from '../../../runtime/tasks/definition.ts';
import type { End, Way } from '../booking.ts';
import { type Ticket, tickets } from './tickets.ts';

const ends: Readonly<Partial<Record<SagaStatus | 'UNKNOWN', End>>> = {
  DONE: 'BOOKED',
  UNDONE: 'REFUSED',
  STUCK: 'STUCK',
};

export const orchestrated: Way = {
  processors: [tickets as unknown as Processor],
  asked: 'wishes',
  endOf: ({ tickets: state }) => (state === undefined ? null : (ends[(state as Ticket).saga.status] ?? null)),
  referenceOf: state => {
    const [pending] = state.effects;
    return pending === undefined ? null : askedOf(pending, state).reference;
  },
};
