import { expect, it } from 'vitest';
import type { Log, LogAdmin } from '../../../runtime/log/port.ts';
import type { LawReads } from '../../routes/law-reads.ts';
import { type LawLookOptions, type LawsSeen, openLawLook } from './look.ts';

const known = { law: 'stock-books', key: 'lp-9', sentence: '3 on hand, 4 received', since: 1 } as const;
const page =
  <T>(all: readonly T[], of: (one: T) => string) =>
  async (after: string, limit: number) =>
    all.filter(one => of(one) > after).slice(0, limit);

/** Two at a time, where nothing is blocked, and nothing on the log. */
const looking = (reads: LawReads): LawLookOptions => ({
  reads,
  blocking: async () => [],
  admin: {} as LogAdmin,
  log: {} as Log,
  prefix: 'lp',
  topology: [],
  slice: 2,
  roundEvery: 60_000,
});

it('given more orders and products than a look takes, then a round goes on from look to look, and over both', async () => {
  const asked: string[][] = [];
  const order = { status: 'PLACED', deadlines: [{}] };
  const none = { payment: null, allocation: null, shipment: null };
  const orders = ['o-1', 'o-2', 'o-3'].map(orderId => ({ orderId, shown: '1', order, ...none }));
  const numbers = { onHand: 0, reserved: 0, received: 0, counted: 0, writtenOff: 0, restocked: 0, consumed: 0 };
  const held = { reserved: 0, consumed: 0, reserving: 0, releasing: 0, consuming: 0, restocking: 0 };
  const stock = ['lp-1', 'lp-2', 'lp-3'].map(sku => ({ sku, shown: '1', stock: numbers, held }));
  const reads = {
    positions: async () => [],
    lacks: async () => false,
    ordersOf: async () => [],
    orders: page(orders, ({ orderId }) => orderId),
    stock: page(stock, ({ sku }) => sku),
    stockOf: async (skus: readonly string[]) => {
      asked.push([...skus]);
      return [];
    },
  } as unknown as LawReads;
  const look = openLawLook(looking(reads), { violations: [known], broken: {} });
  let seen: Pick<LawsSeen, 'round' | 'last'> = { round: { beganAt: 0, after: '', orders: 0 }, last: null };
  const rounds: unknown[] = [];
  for (let n = 0; n < 4; n++) {
    seen = await look(seen);
    rounds.push([seen.round.after, seen.round.orders, seen.round.skus?.after]);
  }
  expect(rounds).toEqual([
    ['o-2', 2, undefined],
    ['', 3, ''],
    ['', 3, 'lp-2'],
    ['', 0, undefined],
  ]);
  expect(seen.last).toMatchObject({ orders: 3, skus: 3 });
  // What was found before is looked at again by its key, until it holds.
  expect(asked).toEqual([['lp-9']]);
});

it('given that more was found before than was kept, then it is said of the law, also before anything was looked at again', async () => {
  const reads = {
    positions: async () => [],
    lacks: async () => true,
    ordersOf: async () => [],
    orders: async () => [],
  } as unknown as LawReads;
  const before = { violations: [known], broken: { 'stock-books': 101 }, more: ['money'] } as const;
  const look = openLawLook(looking(reads), before);
  const { more } = await look({ round: { beganAt: 0, after: '', orders: 0 }, last: null });
  expect(more).toEqual(['money', 'stock-books']);
});
