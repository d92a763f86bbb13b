import { expect, it } from 'vitest';
import type { Order } from '../../schemas/types/orders.ts';
import type { Deadline, Transition } from '../../schemas/types/shared.ts';
import { order, usd } from '../../streams/testing/records.ts';
import { MOST_TOLD, project } from './project.ts';

const T = Date.UTC(2026, 0, 2);
const at = (ms: number): string => new Date(T + ms).toISOString();
const step = (what: string, ms: number, reason: string | null = null): Transition => ({
  what,
  at: T + ms,
  cause: 'c',
  version: 1,
  reason,
  actor: null,
});
const owed = (name: string, over: Partial<Deadline> = {}): Deadline => ({
  name,
  owedBy: 'payments',
  since: T + 50,
  due: T + 60_050,
  passes: 0,
  ...over,
});
const placed = (over: Partial<Order> = {}) =>
  project(order('PLACED', { version: 2, history: [step('RECEIVED', 0), step('PLACED', 50)], placedAt: T, ...over }));

it('given an order that waits, then its row says for what, by whom it is owed, and from when on it is stuck', () => {
  const row = placed({ deadlines: [owed('authorise'), owed('allocate', { owedBy: 'allocations', due: T + 90_000 })] });
  expect(row).toMatchObject({
    order_id: 'order-1',
    status: 'PLACED',
    status_since: at(50),
    placed_at: at(0),
    total_amount: usd(2500).amount,
    final: false,
    next_due: at(60_050),
    overdue_at: at(60_050),
    overdue_passes: 0,
  });
  expect(row.owed.map(({ name, owedBy, overdueAt }) => [name, owedBy, overdueAt])).toEqual([
    ['authorise', 'payments', at(60_050)],
    ['allocate', 'allocations', at(90_000)],
  ]);
});

it('given a deadline that has passed, then the order has been stuck since it passed first, though it is due later again', () => {
  const history = [
    step('PLACED', 50),
    step('OVERDUE', 60_060, 'overdue-authorise'),
    step('OVERDUE', 70_000, 'overdue-allocate'),
  ];
  const row = placed({ history, deadlines: [owed('authorise', { passes: 2, due: T + 180_000 })] });
  expect(row).toMatchObject({ overdue_at: at(60_060), next_due: at(180_000), overdue_passes: 2, status_since: at(50) });
});

it('given that the history does not tell any more when it passed, then it is stuck since the step is owed', () => {
  const early = [step('OVERDUE', -9_000, 'overdue-authorise'), step('PLACED', 50)];
  expect(placed({ history: early, deadlines: [owed('authorise', { passes: 70 })] }).overdue_at).toBe(at(50));
});

it('given an order that looks into the tables again, then it is stuck only where it still does so long after it should have given up', () => {
  for (const passes of [0, 3]) {
    const row = placed({ deadlines: [owed('tables', { passes, due: T + 2_400 })] });
    expect([row.overdue_at, row.next_due]).toEqual([at(30_050), at(2_400)]);
  }
});

it.each(['DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED'] as const)('%s is final, unless a step is owed', status => {
  expect(project(order(status)).final).toBe(true);
  expect(project(order(status, { deadlines: [owed('undo-payment')] })).final).toBe(false);
});

it('an order that is owed nothing has no due time, and none of an order that does not say when it was placed is lost', () => {
  const row = placed({ placedAt: null });
  expect(row).toMatchObject({ owed: [], next_due: null, overdue_at: null, placed_at: at(0) });
  expect(project(order('RECEIVED', { placedAt: null })).placed_at).toMatch(/Z$/);
});

it('given a long history, then the timeline is its first entry and the newest ones, and says how many it leaves out', () => {
  const history = Array.from({ length: 40 }, (_, n) => step(`S${n}`, n));
  const row = placed({ history, historyDropped: 3 });
  expect(row.timeline).toHaveLength(MOST_TOLD);
  expect([row.timeline[0]?.what, row.timeline[1]?.what, row.timeline.at(-1)?.what]).toEqual(['S0', 'S25', 'S39']);
  expect(row.timeline_dropped).toBe(27);
});
