import { beforeAll, describe, expect, it } from 'vitest';
import { createCodec } from '../runtime/codec/codec.ts';
import { createSealer } from '../runtime/codec/sealer.ts';
import type { Input, Processor, Values } from '../runtime/tasks/definition.ts';
import type { FatEvent } from '../runtime/tasks/fat-event.ts';
import { foldKey } from '../runtime/tasks/fold.ts';
import { START } from '../runtime/tasks/testing/given.ts';
import { createMemoryVault } from '../runtime/vault/memory.ts';
import { schemaText } from '../schemas/load.ts';
import type { TopicDefinition } from '../schemas/topic-definition.ts';
import { topics } from '../schemas/topics.ts';
import { allocations } from './allocations/processor.ts';
import { fraud } from './fraud/processor.ts';
import { loyalty } from './loyalty/processor.ts';
import { orders } from './orders/processor.ts';
import { payments } from './payments/processor.ts';
import { shipping } from './shipping/processor.ts';
import { stock } from './stock/processor.ts';
import { customer, customerActivity, event, order, orderRequest, product, readable, usd } from './testing/records.ts';

/** What a task takes in one transaction while it is busy. */
const BATCH = 100;
const LARGE_BYTES = 256 * 1024;

/** Numbers of one length, so that only lists can make a record grow. */
const even = (n: number): string => String(n).padStart(6, '0');
const textOf = (name: string) => schemaText(topics.find(one => one.name === name) as TopicDefinition);
const codec = createCodec({ schemas: { schemaById: async () => '' } });
const sizeOf = (name: string, state: unknown): number => codec.writer(textOf(name), 1).encode(state).length;

type Folding = {
  readonly key: string;
  readonly inputs: readonly Input<Values>[];
  readonly tables?: Readonly<Record<string, (key: string) => unknown>>;
};

/** Folds the inputs batch by batch; answers the size of the fat event after each batch, and the last one. */
function folded(processor: unknown, { key, inputs, tables = {} }: Folding) {
  const one = processor as Processor;
  const rows = Object.fromEntries(Object.entries(tables).map(([name, get]) => [name, { get }]));
  const sizes: number[] = [];
  let state: FatEvent | null = null;
  for (let at = 0; at < inputs.length; at += BATCH) {
    const causes = inputs
      .slice(at, at + BATCH)
      .map((input, n) => ({ input, id: `cause-${even(at + n)}`, correlationId: key, actor: null }));
    const { facts }: { facts: readonly FatEvent[] } = foldKey(one, key, state, causes, {
      now: START + at,
      tables: rows as never,
    });
    state = facts.at(-1) ?? state;
    sizes.push(sizeOf(one.owns, state));
  }
  return { state, sizes };
}

/** Of how many bytes it grew beyond the batch at which everything that has a bound has reached it. */
const grownBy = (sizes: readonly number[], from: number): number =>
  Math.max(...sizes.slice(from)) - (sizes[from] as number);

const input = (from: string, key: string, value: unknown) => ({ from, key, value }) as unknown as Input<Values>;

describe('a sku that everybody wants', () => {
  it('given 25,000 open reservations, then its record is as large as with 1,100', () => {
    const ask = (n: number) => ({ orderId: `o-${even(n)}`, line: 1, quantity: 1, allocationVersion: 1 });
    const receipt = {
      ...{ event: event('receipt'), sku: 'lp-1', type: 'RECEIVED', bodyHash: 'h', restsOn: [], quantity: 30_000 },
      ...{ reference: null, reasonCode: null },
    };
    const inputs = [
      input('stock-receipts', 'lp-1', receipt),
      ...Array.from({ length: 25_000 }, (_, n) =>
        input('stock-requests', 'lp-1', {
          ...{ event: event(`o-${even(n)}/1/reserve/1`), sku: 'lp-1', type: 'RESERVE' },
          ...ask(n),
        }),
      ),
    ];
    const { state, sizes } = folded(stock, { key: 'lp-1', inputs });
    expect(state).toMatchObject({ reserved: 25_000, onHand: 30_000 });
    expect(grownBy(sizes, 11)).toBeLessThan(64);
    expect(Math.max(...sizes)).toBeLessThan(48 * 1024);
  }, 60_000);
});

describe('a customer with 100,000 orders', () => {
  const activity = (n: number) =>
    input(
      'customer-activity',
      'customer-1',
      customerActivity(
        { orderStatus: 'DELIVERED', kept: usd(2_500), placedAt: START + n * 1_000, open: false },
        {},
        {
          orderId: `o-${even(n)}`,
          event: { ...event(), time: START + n * 1_000 },
        },
      ),
    );
  const inputs = Array.from({ length: 100_000 }, (_, n) => activity(n));

  it('has a points account as large as one with a thousand', () => {
    const { state, sizes } = folded(loyalty, { key: 'customer-1', inputs });
    expect(state).toMatchObject({ points: 2_500_000 });
    expect(grownBy(sizes, 20)).toBeLessThan(512);
    expect(Math.max(...sizes)).toBeLessThan(64 * 1024);
  }, 60_000);

  it('has a flag as large as one with a thousand', () => {
    const { state, sizes } = folded(fraud, { key: 'customer-1', inputs });
    expect(state).toMatchObject({ flag: 'FLAGGED' });
    expect(grownBy(sizes, 20)).toBeLessThan(512);
    expect(Math.max(...sizes)).toBeLessThan(32 * 1024);
  }, 60_000);
});

describe('an order with 500 lines', () => {
  const lines = Array.from({ length: 500 }, (_, n) => ({ line: n + 1, sku: `lp-${n + 1}`, quantity: 2 }));
  const place = {
    ...{ placedAt: null, expectedTotal: null, addressId: null, note: null, pointsToSpend: 0 },
    ...{ shippingAddress: readable, lines: lines.map(line => ({ ...line, unitPrice: null })) },
  };
  const tables = { products: (sku: string) => product(sku), customers: () => customer() };
  let placed: ReturnType<typeof folded>;

  beforeAll(async () => {
    const sealer = createSealer<object>(textOf('order-requests'), createMemoryVault());
    const request = await sealer.seal(orderRequest('PLACE', 'place', { place } as never));
    placed = folded(orders, { key: 'order-1', inputs: [input('order-requests', 'order-1', request)], tables });
  });

  it('is placed, and stays far below the size at which a record is parked', () => {
    expect(placed.state).toMatchObject({ status: 'PLACED' });
    expect(placed.sizes.at(-1)).toBeLessThan(LARGE_BYTES);
  });

  it.each([
    ['allocations', allocations, {}],
    ['payments', payments, { 'fraud-flags': () => undefined }],
  ])('makes a record of %s below it, too', (name, processor, flags) => {
    const inputs = [input('orders', 'order-1', placed.state)];
    const { sizes } = folded(processor, { key: 'order-1', inputs, tables: flags });
    expect(sizes.at(-1), name).toBeLessThan(LARGE_BYTES);
  });

  it('and of shipping', () => {
    const confirmed = { ...order('CONFIRMED'), ...(placed.state as object), status: 'CONFIRMED', version: 2 };
    const inputs = [input('orders', 'order-1', confirmed)];
    const { state, sizes } = folded(shipping, { key: 'order-1', inputs, tables });
    expect(state).toMatchObject({ status: 'PREPARING' });
    expect(sizes.at(-1)).toBeLessThan(LARGE_BYTES);
  });
});
