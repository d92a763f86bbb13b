import { type Decision, defineProcessor, type Input } from '../../../runtime/tasks/definition.ts';
import { deadlinesOf, overdueCode, passedOnce } from '../../../runtime/tasks/patience.ts';
import { answering } from '../booking.ts';
import { again, type Charge, effect, type None, type Seat } from './model.ts';

type Inputs = { seats: Seat };

/** Charges the card once a seat is held. */
export const charges = defineProcessor<Charge, Inputs, Record<never, never>>({
  name: 'charges',
  entity: 'charge',
  owns: 'charges',
  reads: ['seats'],
  tables: [],
  asks: [],
  effects: ['charge'],
  historyBound: 32,
  decide,
});

const owed = [{ name: 'answer', owedBy: 'bank', patience: answering }];

function decide(charge: Charge | null, input: Input<Inputs>, { now }: None): Decision<Charge> {
  switch (input.from) {
    case 'seats': {
      if (charge !== null || input.value.status !== 'HELD') return {};
      const { key: ticketId } = input;
      const effects = [effect(ticketId, 'charge', now)];
      const deadlines = deadlinesOf(owed, [], now);
      return { state: { ticketId, status: 'CHARGING', effects, deadlines }, what: 'CHARGING' };
    }
    case 'effect': {
      if (charge === null) return {};
      const { answer } = input;
      if (answer.status === 'failed') {
        return { state: { ...charge, effects: [again(input.effect, answer.code, now)] } };
      }
      const status = answer.status === 'done' ? 'CHARGED' : 'REFUSED';
      return { state: { ...charge, status, effects: [], deadlines: [] }, what: status };
    }
    case 'deadline': {
      if (charge === null) return {};
      const deadlines = passedOnce(charge.deadlines, input.deadline, answering, now);
      return { state: { ...charge, deadlines }, alarms: [overdueCode(input.deadline)] };
    }
  }
}
