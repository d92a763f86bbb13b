import type { Decision } from '../../runtime/tasks/definition.ts';
import type { Allocation, AllocationLine } from '../../schemas/types/allocations.ts';
import type { StockReply } from '../../schemas/types/stock-replies.ts';
import { known } from '../known.ts';
import { same } from '../same.ts';
import { advanced } from './advance.ts';
import type { AllocationContext } from './model.ts';

/** Stock's answer to what a line asked. Any other is an old one: it was taken in, or repeats what was. */
export function answered(allocation: Allocation, reply: StockReply, context: AllocationContext): Decision<Allocation> {
  const answer = known(reply.answer, 'answer of stock');
  const asked = allocation.lines.find(line => line.asked?.requestId === reply.requestId);
  if (answer === 'REPEATED' || asked === undefined) return {};
  const line = answer === 'DONE' ? afterDone(asked, reply) : afterRefusal(asked, reply);
  if (same(line, asked)) return {};
  const lines = allocation.lines.map(one => (one === asked ? line : one));
  // Stock never refuses what it was given: if it does, the line keeps waiting in sight, and a person has to see.
  const alarms = line.asked === null ? [] : [`stock-refused-${reply.type.toLowerCase()}`];
  return advanced(allocation, { ...allocation, lines }, context, alarms);
}

function afterDone(line: AllocationLine, { type, quantity, stockVersion }: StockReply): AllocationLine {
  const closed = { ...line, asked: null, reason: null, stockVersion };
  switch (known(type, 'type of the stock reply')) {
    case 'RESERVE':
      return { ...closed, status: 'RESERVED' };
    case 'RELEASE':
      return { ...closed, status: 'RELEASED' };
    case 'CONSUME':
      return { ...closed, status: 'CONSUMED' };
    case 'RESTOCK': {
      const restockedQuantity = line.restockedQuantity + quantity;
      return { ...closed, restockedQuantity, status: restockedQuantity < line.quantity ? 'CONSUMED' : 'RESTOCKED' };
    }
  }
}

function afterRefusal(line: AllocationLine, { type, reason, stockVersion }: StockReply): AllocationLine {
  const refused = { ...line, reason, stockVersion };
  return type === 'RESERVE' ? { ...refused, status: 'SHORT', asked: null } : refused;
}
