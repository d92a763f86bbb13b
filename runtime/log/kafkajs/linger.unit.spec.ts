import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../observe/logger.ts';
import type { LogBatch } from '../port.ts';
import type { Delivery, startDelivery } from './delivery.ts';
import type { FetchOutcome } from './fetcher.ts';
import type { Session } from './session.ts';

const at = { topic: 't', partition: 0 };
/** When a fetch was sent, ms, and whether there is something for it. */
const fetched: number[] = [];
let plenty = true;

// Fake timers leave those of promises alone.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms)),
}));

vi.mock('./fetcher.ts', () => ({
  fetchOnce: async (_: Session, [from]: { offset: bigint }[], maxWait: number): Promise<FetchOutcome[]> => {
    fetched.push(Date.now());
    // An empty answer comes when the broker has waited, one that brings something at once.
    for (let waited = 0; !plenty && waited < maxWait; waited += 50) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    if (!plenty || from === undefined) return [];
    const record = { ...at, offset: from.offset, timestamp: 0, key: null, value: null, headers: [] };
    return [{ at, batch: { ...at, records: [record], nextOffset: from.offset + 1n } as unknown as LogBatch }];
  },
}));

// A spec before this one may have loaded it without what is put in here, and one after it must not find that.
let start: typeof startDelivery;
beforeAll(async () => {
  vi.resetModules();
  start = (await import('./delivery.ts')).startDelivery;
});
afterAll(() => void vi.resetModules());

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  fetched.length = 0;
  plenty = true;
});
let delivery: Delivery | undefined;
afterEach(async () => {
  const stopped = delivery?.stop();
  // Longer than it lingers. Not all timers: those of what another spec of this process left running have no end.
  await vi.advanceTimersByTimeAsync(2_000);
  await stopped;
  vi.useRealTimers();
});

function begin(linger?: () => number): void {
  const limits = { maxWait: 100, maxBytesPerPartition: 1_024, ...(linger && { linger }) };
  const handlers = { batch: async () => undefined, failed: (error: unknown) => expect(error).toBeUndefined() };
  delivery = start({} as Session, limits, handlers, createLogger({ level: 'silent' }));
  delivery.deliver([{ ...at, offset: 0n }]);
}

describe('a reader to whom nothing comes', () => {
  const times = (from: number, step: number, count: number) => Array.from({ length: count }, (_, n) => from + n * step);

  it('given that it was so for a while, then it has the broker wait as long as may be', async () => {
    plenty = false;
    begin();
    await vi.advanceTimersByTimeAsync(3_500);
    expect(fetched).toEqual([...times(0, 100, 10), 1_000, 2_000, 3_000]);
  });

  it('given that something comes then, then it is read at once, and waits are short again', async () => {
    plenty = false;
    begin(() => 30);
    await vi.advanceTimersByTimeAsync(2_200);
    plenty = true;
    await vi.advanceTimersByTimeAsync(75);
    plenty = false;
    await vi.advanceTimersByTimeAsync(400);
    expect(fetched.filter(time => time > 1_000)).toEqual([2_000, 2_280, 2_380, 2_480, 2_580]);
  });

  it('given a partition that is delivered meanwhile, then waits are short again', async () => {
    plenty = false;
    begin();
    await vi.advanceTimersByTimeAsync(1_500);
    delivery?.deliver([{ topic: 't', partition: 1, offset: 0n }]);
    await vi.advanceTimersByTimeAsync(750);
    expect(fetched.slice(-4)).toEqual([1_000, 2_000, 2_100, 2_200]);
  });
});

describe('a reader that lingers', () => {
  it('given that each fetch brings something, then it fetches again only after that time, each time asked for anew', async () => {
    const lulls = [500, 200, 300];
    begin(() => lulls.shift() ?? 1_000);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(fetched).toEqual([0, 500, 700, 1_000]);
  });

  it('given that a fetch brings nothing, then it fetches again at once: what comes next is not kept waiting', async () => {
    plenty = false;
    begin(() => 500);
    await vi.advanceTimersByTimeAsync(350);
    expect(fetched).toEqual([0, 100, 200, 300]);
  });

  it('given no time to linger, then it goes on as fast as its handlers do', async () => {
    begin();
    await vi.advanceTimersByTimeAsync(100);
    expect(fetched.length).toBeGreaterThan(5);
  });
});
