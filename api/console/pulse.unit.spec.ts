import { expect, it, vi } from 'vitest';
import type { Shop } from '../context.ts';
import { oldestReader, pulseReader } from './pulse.ts';

const health = { check: async () => ({ ready: true, servers: { kafka: { status: 'up', ms: 1 } as const } }) };

it('given what does not answer, then the strip is told without it, and it is not asked again beside itself', async () => {
  const groups = vi.fn(() => new Promise<never>(() => undefined));
  const database = { sql: () => undefined, ask: async () => [{ at: Date.now() }] };
  const shop = { follow: null, hospital: { book: { groups } }, database } as unknown as Shop;
  let now = 0;
  const pulse = pulseReader({ health, shop, now: () => now });
  const first = await pulse.read();
  expect([first.hospital, first.servers.kafka?.status]).toEqual([null, 'up']);
  now += 10_000;
  expect((await pulse.read()).hospital).toBeNull();
  expect(groups).toHaveBeenCalledTimes(1);
});

it('given many who ask at once, then one look serves them all', async () => {
  const check = vi.fn(health.check);
  const pulse = pulseReader({ health: { check }, shop: null, now: () => 0 });
  await Promise.all(Array.from({ length: 10 }, () => pulse.read()));
  expect(check).toHaveBeenCalledTimes(1);
});

it('given an input that stands still, then its oldest record is read once, and again where it has moved', async () => {
  const forward = vi.fn(async ({ from }: { from: { offset: bigint } }) => ({
    records: [{ timestamp: Number(from.offset) * 1_000 }],
  }));
  const oldest = oldestReader({ reads: { forward } as never, prefix: 'shop' });
  const at = (partition: number, position: bigint | null) =>
    ({ topic: 'orders', partition, position, start: 3n, end: 9n, lag: 1n, program: null }) as const;
  expect(await oldest([at(0, 5n), at(1, null)])).toBe(3_000);
  expect(await oldest([at(0, 5n), at(1, null)])).toBe(3_000);
  expect(forward).toHaveBeenCalledTimes(2);
  expect(await oldest([at(0, 5n), at(1, 8n)])).toBe(5_000);
  expect(forward).toHaveBeenCalledTimes(3);
});
