import { type Decision, defineProcessor, type Input } from '../../../runtime/tasks/definition.ts';
import type { Draft } from '../../../runtime/tasks/fat-event.ts';
import { deadlinesOf, overdueCode, passedOnce } from '../../../runtime/tasks/patience.ts';
import { answering, type Wish } from '../booking.ts';
import type { Charge, None, Seat, Seen, Ticket } from './model.ts';

type Inputs = { wishes: Wish; seats: Seat; charges: Charge };

/** Decides nothing about seats or money: it hears of both, and says what that comes to. */
export const tickets = defineProcessor<Ticket, Inputs, Record<never, never>>({
  name: 'tickets',
  entity: 'ticket',
  owns: 'tickets',
  reads: ['wishes', 'seats', 'charges'],
  tables: [],
  asks: [],
  effects: [],
  historyBound: 32,
  decide,
});

function decide(ticket: Ticket | null, input: Input<Inputs>, { now }: None): Decision<Ticket> {
  if (input.from === 'wishes') return ticket === null ? settled(wanted(input.key), now) : {};
  if (ticket === null) return {};
  switch (input.from) {
    case 'seats': {
      const seat = newer(ticket.seat, input.value);
      return seat === null ? {} : settled({ ...ticket, seat }, now);
    }
    case 'charges': {
      const charge = newer(ticket.charge, input.value);
      return charge === null ? {} : settled({ ...ticket, charge }, now);
    }
    case 'deadline': {
      const deadlines = passedOnce(ticket.deadlines, input.deadline, answering, now);
      return { state: { ...ticket, deadlines }, alarms: [overdueCode(input.deadline)] };
    }
    case 'effect':
      return {};
  }
}

const wanted = (ticketId: string): Draft<Ticket> => ({
  ticketId,
  status: 'WANTED',
  seat: null,
  charge: null,
  deadlines: [],
  effects: [],
});

const newer = (seen: Seen | null, { version, status }: Seat | Charge): Seen | null =>
  version > (seen?.version ?? 0) ? { version, status } : null;

/** With the status that follows from its neighbours, and who owes the next step. */
function settled(ticket: Draft<Ticket>, now: number): Decision<Ticket> {
  const status = statusOf(ticket);
  const owedBy = status === 'GIVING_BACK' || ticket.seat?.status !== 'HELD' ? 'seats' : 'charges';
  const isOpen = status === 'WANTED' || status === 'GIVING_BACK';
  const owed = isOpen ? [{ name: 'answer', owedBy, patience: answering }] : [];
  const state = { ...ticket, status, deadlines: deadlinesOf(owed, ticket.deadlines, now) };
  return status === ticket.status && ticket.seat !== null ? { state } : { state, what: status };
}

function statusOf({ seat, charge }: Pick<Ticket, 'seat' | 'charge'>): Ticket['status'] {
  if (charge?.status === 'CHARGED') return 'BOOKED';
  if (seat?.status === 'REFUSED' || seat?.status === 'RELEASED') return 'REFUSED';
  return charge?.status === 'REFUSED' ? 'GIVING_BACK' : 'WANTED';
}
