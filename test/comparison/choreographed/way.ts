import type { Processor } from '../../../runtime/tasks/definition.ts';
import type { Way } from '../booking.ts';
import { charges } from './charges.ts';
import type { Seat, Ticket } from './model.ts';
import { seats } from './seats.ts';
import { tickets } from './tickets.ts';

export const choreographed: Way = {
  processors: [tickets, seats, charges] as unknown as readonly Processor[],
  asked: 'wishes',
  // The ticket alone does not say that a seat cannot be given back: that is known to seats.
  endOf: facts => {
    const { status } = (facts.tickets as Ticket | undefined) ?? {};
    if ((facts.seats as Seat | undefined)?.status === 'RELEASE_FAILED') return 'STUCK';
    return status === 'BOOKED' || status === 'REFUSED' ? status : null;
  },
  referenceOf: state => (state as Seat).reference ?? null,
};
