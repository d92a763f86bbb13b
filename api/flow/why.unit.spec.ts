import { describe, expect, it } from 'vitest';
import type { OwedStep } from '../../projections/order-progress/project.ts';
import type { PartitionStanding, ProcessorStanding } from './standing.ts';
import { holdingUp, type WhyInputs, whyStuck, whyText } from './why.ts';

const step = (owedBy: string, name = 'authorise'): OwedStep => ({
  name,
  owedBy,
  since: '2026-01-02T00:00:00.000Z',
  due: '2026-01-02T00:02:00.000Z',
  overdueAt: '2026-01-02T00:01:00.000Z',
  passes: 1,
});
const partition = (n: number, over: Partial<PartitionStanding> = {}): PartitionStanding => ({
  partition: n,
  lag: 0,
  still: false,
  halted: null,
  ...over,
});
const standing = (processor: string, over: Partial<PartitionStanding> = {}, members = 1): ProcessorStanding => ({
  processor,
  members,
  partitions: [partition(0, over), partition(1)],
});
const well = ['orders', 'payments', 'allocations', 'stock', 'shipping', 'loyalty'].map(name => standing(name));
const but = (...others: ProcessorStanding[]): ProcessorStanding[] =>
  well.map(one => others.find(({ processor }) => processor === one.processor) ?? one);

/** An order in partition 0 that waits for payments, of which all is well, unless said otherwise. */
const why = (over: Partial<WhyInputs> = {}) =>
  whyStuck({
    steps: [step('payments')],
    orderId: 'order-1',
    customerId: 'customer-1',
    skus: [],
    asked: [],
    cases: [],
    standings: well,
    next: {},
    partitionOf: key => (key === 'lp-1' ? 1 : 0),
    ...over,
  });

describe('why an order is stuck', () => {
  it('given that all is well, then who owes the step is waited for', () => {
    expect(why()).toEqual({ kind: 'waiting', for: 'payments', next: null });
    expect(whyText(why())).toBe('waiting for payments');
  });

  it('given that its neighbour waits itself, then for whom is said', () => {
    const next = { payments: { step: 'capture', owedBy: 'operator', since: '2026-01-02T00:00:30.000Z' } };
    expect(whyText(why({ next }))).toBe('waiting for payments, which waits for operator');
  });

  it.each(['catalogue', 'customers'])(
    'given %s, whom nobody runs, then an order that looks for his facts waits for him',
    name => {
      const standings = [...well, standing(name, {}, 0)];
      expect(why({ steps: [step(name, 'tables')], standings })).toEqual({
        kind: 'stopped',
        processor: name,
        how: 'nobody',
      });
    },
  );

  it('given a case that its key waits behind, then that is why, whatever else stands', () => {
    const cases = [
      { caseId: 'notifications/orders/0/9', processor: 'notifications', key: 'order-1' },
      { caseId: 'payments/orders/0/7', processor: 'payments', key: 'order-1' },
    ];
    expect(why({ cases, standings: but(standing('payments', {}, 0)) })).toEqual({
      ...{ kind: 'parked', processor: 'payments', caseId: 'payments/orders/0/7' },
    });
  });

  it('given a case of a processor that owes nothing here, then it is not why', () => {
    const cases = [{ caseId: 'notifications/orders/0/9', processor: 'notifications', key: 'order-1' }];
    expect(why({ cases }).kind).toBe('waiting');
  });

  it('given that the read model could not take its newest fact in, then that is said: it may not be stuck at all', () => {
    const caseId = 'projections.order-progress/1/orders/0/7';
    const cases = [{ caseId, processor: 'projections.order-progress', key: 'order-1' }];
    expect(whyText(why({ cases }))).toBe(`parked as case ${caseId}`);
  });

  it.each([
    [standing('payments', {}, 0), { kind: 'stopped', processor: 'payments', how: 'nobody' }],
    [standing('payments', { still: true, lag: 4 }), { kind: 'stopped', processor: 'payments', how: 'still' }],
    [standing('payments', { halted: 'breaker' }), { kind: 'stopped', processor: 'payments', how: 'breaker' }],
    [standing('payments', { halted: 'paused' }), { kind: 'paused', processor: 'payments' }],
    [standing('payments', { lag: 4 }), { kind: 'behind', processor: 'payments', records: 4 }],
    [standing('orders', {}, 0), { kind: 'stopped', processor: 'orders', how: 'nobody' }],
    [standing('orders', { lag: 2 }), { kind: 'behind', processor: 'orders', records: 2 }],
  ])('given $processor as it stands, then %s', (one, expected) => {
    expect(why({ standings: but(one) })).toEqual(expected);
    expect(whyText(expected as never)).toContain(one.processor);
  });

  it('given that only another partition of the processor is held up, then it is not why', () => {
    const elsewhere = {
      ...standing('payments'),
      partitions: [partition(0), partition(1, { halted: 'paused', lag: 9 })],
    };
    expect(why({ standings: but(elsewhere) }).kind).toBe('waiting');
  });

  it('given an allocation that waits for stock, then stock counts in the partitions of its products', () => {
    const stock = { ...standing('stock'), partitions: [partition(0), partition(1, { lag: 3 })] };
    const inputs = { steps: [step('allocations', 'allocate')], standings: but(stock) };
    expect(why({ ...inputs, asked: ['lp-1'] })).toEqual({ kind: 'behind', processor: 'stock', records: 3 });
    expect(why({ ...inputs, asked: ['lp-2'] }).kind).toBe('waiting');
  });

  it('given an order that looks for a product, then the catalogue counts in the partitions of its products, where they are known', () => {
    const catalogue = { ...standing('catalogue'), partitions: [partition(0, { lag: 3 }), partition(1)] };
    const inputs = { steps: [step('catalogue', 'tables')], standings: [...well, catalogue] };
    expect(why({ ...inputs, skus: ['lp-1'] }).kind).toBe('waiting');
    expect(why(inputs)).toEqual({ kind: 'behind', processor: 'catalogue', records: 3 });
  });

  it('given two steps that are overdue, then a processor that is stopped says more than one that is late', () => {
    const steps = [step('allocations', 'allocate'), step('payments')];
    const standings = but(standing('allocations', { lag: 5 }), standing('payments', {}, 0));
    expect(why({ steps, standings })).toEqual({ kind: 'stopped', processor: 'payments', how: 'nobody' });
  });

  it('given somebody outside, then who takes his report in is looked at, and he is waited for', () => {
    const steps = [step('warehouse', 'pack')];
    expect(why({ steps })).toEqual({ kind: 'waiting', for: 'warehouse', next: null });
    expect(why({ steps, standings: but(standing('shipping', {}, 0)) })).toMatchObject({ processor: 'shipping' });
    expect(why({ steps, standings: but(standing('payments', {}, 0)) }).kind).toBe('waiting');
  });

  it('given that nobody can tell how processors stand, then who owes the step is waited for', () => {
    expect(why({ standings: [] }).kind).toBe('waiting');
  });
});

describe('the cases that hold an order up', () => {
  const order = { orderId: 'order-1', customerId: 'customer-1', skus: ['lp-1', 'lp-2'], asked: ['lp-1'] };
  const found = (processor: string, key: string, owedBy: string): boolean =>
    holdingUp([{ caseId: 'one', processor, key }], [step(owedBy)], order).length === 1;

  it.each([
    ['loyalty', 'customer-1', 'loyalty'],
    ['customers', 'customer-1', 'customers'],
    ['catalogue', 'lp-2', 'catalogue'],
    ['stock', 'lp-1', 'allocations'],
    ['payments', 'order-1', 'payments'],
    ['notifications', 'order-1', 'payments'],
    ['projections.order-progress', 'order-1', 'payments'],
  ])('given one of %s at %s, while %s owes it a step, then that one does', (processor, key, owedBy) => {
    expect(found(processor, key, owedBy)).toBe(true);
    const cases = [{ caseId: 'one', processor, key }];
    if (processor === owedBy)
      expect(whyText(why({ ...order, cases, steps: [step(owedBy)] }))).toBe('parked as case one');
  });

  it.each([
    // Nothing is asked of stock for that product.
    ['stock', 'lp-2', 'allocations'],
    // Its customer waits there, and the order does not.
    ['loyalty', 'customer-1', 'payments'],
    // Others that are keyed by the customer do nothing for the order.
    ['activity', 'customer-1', 'loyalty'],
    ['loyalty', 'customer-2', 'loyalty'],
  ])('given one of %s at %s, while %s owes it a step, then that one does not', (processor, key, owedBy) => {
    expect(found(processor, key, owedBy)).toBe(false);
  });
});
