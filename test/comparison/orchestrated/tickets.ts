import type { SagaDefinition } from '../../../runtime/saga/definition.ts';
import type { SagaFact } from '../../../runtime/saga/model.ts';
import { defineSaga } from '../../../runtime/saga/saga.ts';
import { answering, MINUTE, RETRY_AFTER, type Wish } from '../booking.ts';

export type Ticket = SagaFact & { readonly ticketId: string };

const retry = { tries: null, first: RETRY_AFTER, growth: 1, longest: MINUTE };

/** A seat, then its price; where the card is refused, the seat goes back. */
export const booking: SagaDefinition<Ticket, { wishes: Wish }, Record<never, never>> = {
  name: 'tickets',
  entity: 'ticket',
  owns: 'tickets',
  reads: ['wishes'],
  tables: [],
  asks: [],
  historyBound: 32,
  within: answering,
  steps: [
    { name: 'seat', do: 'hold-seat', undo: 'release-seat', owedBy: 'box-office', retry, within: answering },
    { name: 'price', do: 'charge', undo: null, owedBy: 'bank', retry, within: answering },
  ],
  hear: (ticket, { key }) => (ticket === null ? { state: { ticketId: key } } : {}),
};

export const tickets = defineSaga(booking);
