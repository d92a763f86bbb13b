import { describe, expect, it, vi } from 'vitest';
import type { Reads } from '../../follow/reads.ts';
import { overlook } from './overlook.ts';

const ends = (end: bigint) =>
  new Map([['orders', [{ topic: 'p.orders', partition: 0, start: 0n, end, highWatermark: end }]]]);
const NOW = 1_000_000;

function reading(over: Partial<Reads> = {}) {
  const backward = vi.fn(async () => ({ records: [], from: 0n, nextOffset: 0n }));
  const offsetsAt = vi.fn(async () => [{ topic: 'p.orders', partition: 0, offset: 40n }]);
  const reads = { backward, offsetsAt, ...over } as unknown as Reads;
  return { backward, offsetsAt, look: overlook({ reads, prefix: 'p' }).look };
}

describe('looking at the log', () => {
  it('given nobody who looked before, then the brokers tell once what the rate was; after that its own looks do', async () => {
    const { look, offsetsAt } = reading();
    const first = await look(ends(100n), NOW);
    expect([first.rates.get('orders'), first.complete]).toEqual([60, true]);
    const second = await look(ends(130n), NOW + 30_000);
    expect([second.rates.get('orders'), second.grown.get('orders')]).toEqual([60, NOW + 30_000]);
    expect((await look(ends(130n), NOW + 61_000)).rates.get('orders')).toBeCloseTo(29.5, 1);
    expect(offsetsAt).toHaveBeenCalledTimes(1);
    // Nobody has looked for long: asked again.
    await look(ends(500n), NOW + 900_000);
    expect(offsetsAt).toHaveBeenCalledTimes(2);
  });

  it('given a topic that does not grow, or has been looked at just now, then its records are not read again', async () => {
    const { look, backward } = reading();
    await look(ends(100n), NOW);
    await look(ends(100n), NOW + 120_000);
    expect(backward).toHaveBeenCalledTimes(1);
    await look(ends(101n), NOW + 121_000);
    await look(ends(102n), NOW + 122_000);
    expect(backward).toHaveBeenCalledTimes(2);
  });

  it('given a broker that hangs or refuses, then nobody waits for it, and what is known is answered', async () => {
    const hanging = reading({ backward: () => new Promise(() => undefined) });
    expect(await hanging.look(ends(100n), NOW)).toMatchObject({ complete: false, samples: new Map() });
    const refusing = reading({
      backward: () => Promise.reject(new Error('away')),
      offsetsAt: () => Promise.reject(new Error('away')),
    });
    expect(await refusing.look(ends(100n), NOW)).toMatchObject({ complete: false, rates: new Map() });
  });
});
