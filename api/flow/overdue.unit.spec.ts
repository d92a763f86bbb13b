import { expect, it } from 'vitest';
import type { LogAdmin } from '../../runtime/log/port.ts';
import { openOverdueLook } from './overdue.ts';

const counts = { orders: 1, steps: [{ owedBy: 'payments', step: 'authorise', orders: 1 }] };

/** Looks at these ends of orders 0, and at how far order-progress is; null: it has no position at all. */
const looks = async (...all: readonly (readonly [bigint, bigint | null])[]) => {
  let [end, position]: readonly [bigint, bigint | null] = [0n, null];
  const admin = {
    offsets: async (topic: string) => [{ topic, partition: 0, start: 0n, end, highWatermark: end }],
  } as unknown as LogAdmin;
  const look = openOverdueLook({
    flow: { counts: async () => counts },
    reads: {
      positions: async () =>
        position === null ? [] : [{ reader: 'projections.order-progress', of: 'lp.orders 0', at: position }],
    },
    admin,
    prefix: 'lp',
  });
  const found: boolean[] = [];
  for ([end, position] of all) found.push((await look()) !== null);
  return found;
};

it('given the first look, then nothing is known of overdue steps: rows may be of before a restart', async () => {
  expect(await looks([10n, 10n])).toEqual([false]);
});

it('given that order-progress has come past what was there at the look before, then its overdue steps count', async () => {
  expect(await looks([10n, 4n], [15n, 10n], [20n, 15n])).toEqual([false, true, true]);
});

it('given that it stands still, is paused or has no rows yet, then they do not, until it has caught up', async () => {
  expect(await looks([10n, 4n], [10n, 4n], [10n, -1n], [10n, null], [10n, 10n])).toEqual([
    ...[false, false, false, false],
    true,
  ]);
});
