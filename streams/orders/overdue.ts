import type { DeadlineInput, Decision } from '../../runtime/tasks/definition.ts';
import { isFinal, overdueCode, passedOnce, patienceFor, reminded } from '../../runtime/tasks/patience.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { patience } from '../patience.ts';
import { advanced, settled } from './advance.ts';
import { considered, readTables, UNKNOWN } from './consider.ts';
import { decided, type OrderContext, rejecting } from './model.ts';
import { owedBy } from './owed.ts';

/** A step was not done in time. */
export function overdue(order: Order, { deadline, asked }: DeadlineInput, context: OrderContext): Decision<Order> {
  if (deadline.name === 'tables') return lookedAgain(order, deadline, context);
  if (deadline.name === 'return') return expired(order, context);
  const owed = patienceFor({ deadline }, owedBy(order));
  if (owed === undefined) return {};
  const last = isFinal(deadline, owed);
  const timeout = last ? TIMEOUTS[deadline.name] : undefined;
  // How far loyalty has read can't be seen here, since its requests lie in the customer's partition, and need not be: what
  // gives the points back is read after what holds them.
  if (timeout !== undefined && (asked === 'read' || deadline.name === 'hold')) {
    return decided(settled(rejecting(order, timeout.code, timeout.by, context), context), [overdueCode(deadline)]);
  }
  // Who has not read what asked it is behind, and not silent: it may be about to do what it is asked.
  return reminded(order, { deadline }, last ? patience.answer : owed, context.now);
}

/** Why an order is turned down where who was asked has not answered in time. */
const TIMEOUTS: Readonly<Record<string, { readonly code: string; readonly by: string }>> = {
  authorise: { code: 'payment-timeout', by: 'payments' },
  allocate: { code: 'stock-timeout', by: 'stock' },
  hold: { code: 'points-timeout', by: 'loyalty' },
};

/** A row of a table is no input, so a received order looks again, each time after a longer while. */
function lookedAgain(order: Order, deadline: DeadlineInput['deadline'], context: OrderContext): Decision<Order> {
  if (order.status !== 'RECEIVED') return {};
  const deadlines = passedOnce(order.deadlines, deadline, patience.tables, context.now);
  const read = readTables(order, context);
  if (!('missing' in read)) return decided(considered(order, context));
  if (!isFinal(deadline, patience.tables)) {
    return { state: { ...order, deadlines: deadlines.map(one => ({ ...one, owedBy: read.missing })) } };
  }
  return decided(settled(rejecting(order, UNKNOWN[read.missing], read.missing, context), context));
}

/** What the customer did not send back by now is kept. */
function expired(order: Order, context: OrderContext): Decision<Order> {
  const returns = order.returns.map(one => (one.status === 'OPEN' ? { ...one, status: 'EXPIRED' as const } : one));
  return decided(advanced({ ...order, returns }, context, ['RETURN_EXPIRED']));
}
