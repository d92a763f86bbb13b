import { describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { watchViewLag } from './view-lag.ts';

/** A log with one partition of orders, and a read model of it. */
function world() {
  const state = { end: 10n, position: '10', at: 1_000_000, asked: 0, away: false };
  const sql = (first: unknown) => (Array.isArray(first) && 'raw' in first ? Promise.resolve(rows()) : {});
  const rows = () => [{ projection: 'orders', topic: 'p.orders', partition: 0, position: state.position }];
  const database = { sql, views: 'p_views', ask: (query: Promise<unknown>) => query } as unknown as Database;
  const admin = {
    offsets: async (topic: string) => {
      state.asked++;
      if (state.away) return await new Promise<never>(() => undefined);
      return [{ topic, partition: 0, start: 0n, end: state.end, highWatermark: state.end }];
    },
  };
  return { state, lag: watchViewLag(database, 'p', admin, () => state.at), database };
}

describe('how far a read model is behind', () => {
  it('is 0 where it has read all, and more than that once it has not', async () => {
    const { state, lag } = world();
    expect(await lag.of(['orders'])).toBe(0);
    state.end = 20n;
    await expect.poll(() => lag.of(['orders'])).toBeGreaterThan(0);
    state.position = '20';
    await expect.poll(() => lag.of(['orders'])).toBe(0);
    lag.stop();
    expect(await lag.of(['orders'])).toBeNull();
  });

  it('costs no request of its own, however many read', async () => {
    const { state, lag } = world();
    await Promise.all(Array.from({ length: 1_000 }, () => lag.of(['orders'])));
    expect(state.asked).toBe(1);
    lag.stop();
  });

  it('is not known where nobody can be asked, and nobody waits for long', async () => {
    const { state, lag, database } = world();
    state.away = true;
    expect(await lag.of(['orders'])).toBeNull();
    state.at += 1_000;
    const began = performance.now();
    for (let n = 0; n < 100; n++) expect(await lag.of(['orders'])).toBeNull();
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await watchViewLag(database, 'p', null, Date.now).of(['orders'])).toBeNull();
    lag.stop();
  });

  it('is no longer known when the last look is old', async () => {
    const { state, lag } = world();
    expect(await lag.of(['orders'])).toBe(0);
    state.away = true;
    state.at += 60_000;
    expect(await lag.of(['orders'])).toBeNull();
    lag.stop();
  });
});
