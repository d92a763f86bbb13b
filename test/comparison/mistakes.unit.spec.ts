import { describe, expect, test } from 'vitest';
import { defineSaga } from '../../runtime/saga/saga.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { passed, stampOf, tell } from '../../runtime/tasks/testing/given.ts';
import type { Charge, Seat } from './choreographed/model.ts';
import { tickets } from './choreographed/tickets.ts';
import { booking } from './orchestrated/tickets.ts';
import { orchestrated } from './orchestrated/way.ts';
import { tellStory } from './world.ts';

/** What the guide says of mistakes, shown. */
const key = 'ticket-1';
const facts = { ticketId: key, history: [], historyDropped: 0, deadlines: [], effects: [] };
const seat = (version: number, status: Seat['status']) =>
  ({ from: 'seats', key, value: { ...facts, event: stampOf(), version, status, reference: null } }) as const;
const charge = (version: number, status: Charge['status']) =>
  ({ from: 'charges', key, value: { ...facts, event: stampOf(), version, status } }) as const;

describe('choreographed, where nobody hears that the card was refused', () => {
  const wish = { from: 'wishes', key, value: { event: stampOf(), ticketId: key } } as const;
  const given = { processor: tickets, key };
  const { state } = tell(given, [
    wish,
    seat(1, 'HOLDING'),
    seat(2, 'HELD'),
    charge(1, 'CHARGING'),
    charge(2, 'REFUSED'),
  ]);

  test('then the ticket waits for ever, and says for whom', () => {
    expect(state).toMatchObject({ status: 'GIVING_BACK', deadlines: [{ name: 'answer', owedBy: 'seats' }] });
    const { alarms } = tell(given, [passed(state, key, 'answer')], state);
    expect(alarms).toEqual(['overdue-answer']);
  });

  test('then another version of what is known moves nothing: facts are heard for what they say', () => {
    expect(tell(given, [seat(2, 'HELD'), charge(1, 'CHARGING')], state).state).toBe(state);
  });
});

test('orchestrated, where the undoing of a step was forgotten, then all seems undone, and the seat is held', async () => {
  const [hold, pay] = booking.steps;
  if (hold === undefined || pay === undefined) throw new Error('there are two steps');
  const forgetful = defineSaga({ ...booking, steps: [{ ...hold, undo: null }, pay] }) as unknown as Processor;
  const told = await tellStory({ ...orchestrated, processors: [forgetful] }, { charge: ['refused'] });
  expect(told).toMatchObject({ end: 'REFUSED', standing: { seats: 1, charges: 0 }, failures: 0, alarms: [] });
});
