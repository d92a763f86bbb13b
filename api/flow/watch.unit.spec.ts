import { expect, it, vi } from 'vitest';
import type { Log, LogAdmin } from '../../runtime/log/port.ts';
import type { LawReads } from '../routes/law-reads.ts';
import type { FlowAlarm } from './alarms.ts';
import { type FlowWatchOptions, startFlowWatch } from './watch.ts';
import type { WatchRow } from './watch-state.ts';

const violation = { law: 'money', key: 'order-1', sentence: '5 - 0 taken for goods of 0', since: 1 } as const;
const found: WatchRow = {
  lookedAt: 7,
  round: { beganAt: 0, after: '', orders: 0 },
  last: null,
  violations: [violation],
  broken: { money: 1 },
  raised: ['law money'],
};

/** A watch over one stuck order, whose looks at the laws fail, once it has looked some times. */
async function watched(over: Partial<LawReads> = {}, answers: (n: number) => Promise<boolean> = async () => true) {
  let state: WatchRow | null = found;
  let looks = 0;
  const told: FlowAlarm[] = [];
  const keptAtTelling: (readonly string[])[] = [];
  const warned: string[] = [];
  const reads = {
    prepare: async () => undefined,
    take: async () => {
      looks += 1;
      return { state };
    },
    keep: async (_holder: string, now: WatchRow) => {
      state = now;
      return true;
    },
    release: async () => undefined,
    positions: async () => [{ of: 'lp.orders 0', at: 9n }],
    ordersOf: async () => {
      throw new Error('the law check is broken');
    },
    ...over,
  } as unknown as LawReads;
  const options: FlowWatchOptions = {
    flow: {
      counts: async () => ({ orders: 1, steps: [{ owedBy: 'payments', step: 'authorise', orders: 1 }] }),
    },
    reads,
    blocking: async () => [],
    admin: { offsets: async () => [{ topic: 'lp.orders', partition: 0, start: 0n, end: 9n }] } as unknown as LogAdmin,
    log: {} as Log,
    prefix: 'lp',
    topology: [],
    logger: {
      error: () => undefined,
      info: () => undefined,
      warn: (...[, text]: unknown[]) => void warned.push(String(text)),
    },
    alarm: one => {
      keptAtTelling.push(state?.raised ?? []);
      return answers(told.push(one));
    },
    holder: 'one',
    every: 1,
  };
  const watch = startFlowWatch(options);
  await vi.waitFor(() => expect(looks).toBeGreaterThan(4), { timeout: 20_000 });
  await watch.stop();
  return { told: told.map(({ about }) => about), keptAtTelling, state: state as WatchRow, warned };
}

it('given that the laws cannot be looked at, then overdue steps are told, and what is known of the laws stays', async () => {
  const { told, state, warned } = await watched();
  expect(told).toEqual(['stuck payments authorise']);
  expect(state).toEqual({ ...found, raised: ['law money', 'stuck payments authorise'] });
  expect(warned).toEqual(['Laws could not be looked at.']);
});

it('given one who has lost its turn between two questions, then it tells nothing', async () => {
  let turns = 0;
  // Each second time, when the overdue step counts, somebody else is at it.
  const { told } = await watched({ keep: async () => turns++ % 2 === 0 });
  expect(told).toEqual([]);
});

it('given an alarm, then it is told before it is kept: a process that ends in between leaves it to the next one', async () => {
  const { told, keptAtTelling } = await watched();
  expect([told, keptAtTelling]).toEqual([['stuck payments authorise'], [['law money']]]);
});

it('given a webhook that turns an alarm away, then it is not kept as raised, and told again until it is taken', async () => {
  const { told, keptAtTelling, state } = await watched({}, async n => n > 2);
  expect(told).toEqual(Array(3).fill('stuck payments authorise'));
  expect(keptAtTelling).toEqual(Array(3).fill(['law money']));
  expect(state.raised).toEqual(['law money', 'stuck payments authorise']);
});

it('given a webhook that takes nothing, then nothing is kept as raised', async () => {
  const { state } = await watched({}, async () => false);
  expect(state.raised).toEqual(['law money']);
});
