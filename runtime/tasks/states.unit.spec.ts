import { setImmediate } from 'node:timers';
import { describe, expect, it } from 'vitest';
import type { Reader } from '../codec/reader.ts';
import type { FatEvent } from './fat-event.ts';
import { states } from './states.ts';
import { memoryStore } from './store/memory.ts';
import { json } from './testing/bare.ts';

const KEYS = 2_500;

function given() {
  const store = memoryStore();
  const changes = Array.from({ length: 2 * KEYS }, (_, n) => ({
    key: `k${n}`,
    value: json.encode({ n }),
    offset: BigInt(n),
    open: n % 2 === 0,
  }));
  store.apply(changes, { clusterId: 'c', topicId: 't', position: BigInt(2 * KEYS), at: 0 });
  return states<FatEvent & { n: number }>(store, json as unknown as Reader<FatEvent & { n: number }>);
}

describe('going through the states that have something to come', () => {
  it('given many, then each is found once, no other is, and others get a turn in between', async () => {
    let turns = 0;
    let done = false;
    const others = (): void => {
      turns++;
      if (!done) setImmediate(others);
    };
    setImmediate(others);
    const found: number[] = [];
    await given().eachOpen(new AbortController().signal, (_, state) => found.push(state.n));
    done = true;
    expect(found).toHaveLength(KEYS);
    expect(new Set(found).size).toBe(KEYS);
    expect(found.every(n => n % 2 === 0)).toBe(true);
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  it('given that the partition is lost meanwhile, then it ends', async () => {
    const lost = new AbortController();
    let found = 0;
    await given().eachOpen(lost.signal, () => {
      found++;
      lost.abort();
    });
    expect(found).toBeLessThanOrEqual(1_000);
  });
});
