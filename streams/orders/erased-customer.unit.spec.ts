import { describe, expect, test } from 'vitest';
import { passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { shipping } from '../shipping/processor.ts';
import {
  allocation,
  customer,
  loyaltyReply,
  orderRequest,
  payment,
  product,
  shipment as shipmentFact,
} from '../testing/records.ts';
import { orders } from './processor.ts';

const whose = (status: Customer['status'] | null) => ({
  key: 'order-1',
  tables: {
    customers: status === null ? {} : { 'customer-1': customer({ status, acceptsOrders: status === 'ACTIVE' }) },
    products: { 'lp-1': product('lp-1') },
  },
});
const order = (status: Customer['status'] | null) => ({ processor: orders, ...whose(status) });
const place = (over: Partial<NonNullable<OrderRequest['place']>> = {}) =>
  ({
    from: 'order-requests',
    key: 'order-1',
    value: orderRequest('PLACE', 'place-1', {
      place: {
        placedAt: START,
        lines: [{ line: 1, sku: 'lp-1', quantity: 2, unitPrice: null }],
        shippingAddress: null,
        pointsToSpend: 0,
        expectedTotal: null,
        note: null,
        ...over,
      },
    }),
  }) as const;
const paid = (over: Parameters<typeof payment>[1], status: 'AUTHORISED' | 'VOIDED' = 'AUTHORISED') =>
  ({ from: 'payments', key: 'order-1', value: payment(status, over) }) as const;
const reserved = (over: Parameters<typeof allocation>[1], status: 'ALLOCATED' | 'RELEASED' = 'ALLOCATED') =>
  ({ from: 'allocations', key: 'order-1', value: allocation(status, over) }) as const;
const refusal = { status: 'REJECTING', rejection: { code: 'customer-not-active', by: 'customers' } };

describe('an order of a customer who is erased, or about to be', () => {
  test.each(['ERASING', 'ERASED'] as const)(
    '%s when it comes: it is rejected, with nothing of the customer',
    status => {
      expect(tell(order(status), [place()]).state).toMatchObject({ ...refusal, shippingAddress: null });
    },
  );

  test.each(['ERASING', 'ERASED'] as const)('%s while it waits for the tables: the same', status => {
    const { state } = tell(order(null), [place()]);
    expect(state).toMatchObject({ status: 'RECEIVED' });
    expect(tell(order(status), [passed(state, 'order-1', 'tables')], state).state).toMatchObject(refusal);
  });

  test('whose points are asked for: loyalty knows of no account any more', () => {
    const { state } = tell(order('ACTIVE'), [place({ pointsToSpend: 100 })]);
    const value = loyaltyReply('REFUSED', { reason: 'account-closed', requestId: state?.loyalty?.requestId ?? '' });
    const told = tell(order('ERASED'), [{ from: 'loyalty-replies', key: 'order-1', value }], state);
    expect(told.state).toMatchObject({ status: 'REJECTING', rejection: { code: 'account-closed', by: 'loyalty' } });
  });
});

describe('an order that slipped in', () => {
  /** The shipment as shipping writes it now. */
  const shipped = (of: Order | null, before: Parameters<typeof tell>[2] = null) => {
    const input = { from: 'orders', key: 'order-1', value: of as Order } as const;
    const { state } = tell({ processor: shipping, ...whose('ERASED') }, [input], before as never);
    return { from: 'shipments', key: 'order-1', value: state ?? shipmentFact('UNKNOWN') } as const;
  };
  const { state: confirmed } = tell(order('ACTIVE'), [place(), paid({}), reserved({})]);

  test('is cancelled: shipping stops it, and what was done for it is undone', () => {
    expect(confirmed).toMatchObject({ status: 'CONFIRMED', rejection: null });
    const stop = shipped(confirmed);
    const { state: cancelling } = tell(order('ERASED'), [stop], confirmed);
    expect(cancelling).toMatchObject({
      status: 'CANCELLING',
      rejection: { code: 'address-unreadable', by: 'shipping' },
      askedVersion: (confirmed?.version ?? 0) + 1,
    });
    const answersVersion = cancelling?.askedVersion ?? null;
    const answers = [
      paid({ version: 2, answersVersion }, 'VOIDED'),
      reserved({ version: 2, answersVersion }, 'RELEASED'),
      shipped(cancelling, stop.value),
    ];
    const { state, outcomes } = tell(order('ERASED'), answers, cancelling);
    expect(state).toMatchObject({ status: 'CANCELLED', askedVersion: null, deadlines: [] });
    expect(outcomes).toEqual([]);
  });

  test('and is to be cancelled at the same time: that is accepted', () => {
    const cancel = { from: 'order-requests', key: 'order-1', value: orderRequest('CANCEL', 'cancel-1') } as const;
    const { state, outcomes } = tell(order('ERASED'), [cancel, shipped(confirmed)], confirmed);
    expect(state).toMatchObject({ status: 'CANCELLING', cancellation: { status: 'ACCEPTED' } });
    expect(outcomes).toMatchObject([{ requestId: 'cancel-1', answer: 'ACCEPTED' }]);
  });
});
