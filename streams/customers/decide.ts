import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import { reminded } from '../../runtime/tasks/patience.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { accepted, askedBy, atTheDoor, rejected, remembered } from '../door.ts';
import { known } from '../known.ts';
import { changed, registered } from './change.ts';
import { erasedAtLast, erasing, keyAnswered, waits } from './erasure.ts';
import type { CustomerContext, CustomerDraft, CustomerInputs } from './model.ts';
import { withOrder } from './open-orders.ts';

export function decide(
  customer: Customer | null,
  input: Input<CustomerInputs>,
  context: CustomerContext,
): Decision<Customer> {
  if (customer !== null) known(customer.status, 'status of the customer');
  switch (input.from) {
    case 'customer-requests':
      return asked(customer, input.value, context);
    case 'customer-activity':
      return customer === null ? {} : heard(customer, input.value, context);
    case 'deadline':
      return customer === null ? {} : reminded(customer, input, waits[input.deadline.name], context.now);
    case 'effect':
      return customer === null ? {} : keyAnswered(customer, input, context);
  }
}

function asked(customer: Customer | null, request: CustomerRequest, context: CustomerContext): Decision<Customer> {
  const type = known(request.type, 'type of the customer request');
  const ask = askedBy('customer-requests', request);
  const { version, requests } = customer ?? { version: 0, requests: [] };
  const door = atTheDoor(ask, { topic: 'customers', key: request.customerId, version, requests });
  if (door === 'repeat') return {};
  // The erasure is known for ever, even where later requests have pushed it out of the list.
  if (door === null && customer?.erasure?.requestId === ask.id) return {};
  // An erased customer stays as it is, so this is not remembered: told again, it is rejected again in the same words.
  if (customer?.status === 'ERASED') return { outcomes: [rejected(ask, 'customer-erased')] };
  const change = door === null ? judged(customer, type, request, context) : door.reject;
  if (typeof change === 'string') {
    const outcomes = [rejected(ask, change)];
    if (customer === null) return { outcomes };
    const state = { ...customer, requests: remembered(requests, ask, context.now, change) };
    return { state, what: `${type}_REFUSED`, reason: change, outcomes };
  }
  if (change.status === 'ERASING') {
    // The outcome says that it is done, and is written then.
    const undecided = { ...change, requests: remembered(requests, ask, context.now, 'undecided') };
    return erasedAtLast(undecided, context, ['ERASING']);
  }
  const state = { ...change, requests: remembered(requests, ask, context.now, null) };
  return { state, what: type === 'REGISTER' ? 'REGISTERED' : 'CHANGED', outcomes: [accepted(ask)] };
}

/** The customer after the request, or the code to reject it with. */
function judged(
  customer: Customer | null,
  type: 'REGISTER' | 'CHANGE' | 'ERASE',
  request: CustomerRequest,
  context: CustomerContext,
): CustomerDraft | string {
  if (customer === null) return type === 'REGISTER' ? registered(request, context) : 'unknown-customer';
  if (customer.status === 'ERASING') return 'being-erased';
  switch (type) {
    case 'REGISTER':
      return 'already-registered';
    case 'CHANGE':
      return changed(customer, request.change, context);
    case 'ERASE':
      return erasing(customer, request.event.id, context);
  }
}

/** Whatever is told of the orders of an erased customer, late or again, revives nothing. */
function heard(customer: Customer, activity: CustomerActivity, context: CustomerContext): Decision<Customer> {
  const next = customer.status === 'ERASED' ? null : withOrder(customer, activity);
  return next === null ? {} : erasedAtLast(next, context);
}
