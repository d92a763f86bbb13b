import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { rowOf } from '../runtime/projector/changes.ts';
import type { Row } from '../runtime/projector/definition.ts';
import { isBadData } from '../runtime/projector/passing.ts';
import { payment, usd } from '../streams/testing/records.ts';
import { dailySales } from './daily-sales/projection.ts';
import { asText } from './testing/memory-tables.ts';
import { openViews, type Views } from './testing/views.ts';

const day = Date.UTC(2026, 0, 31);
let views: Views;

beforeAll(async () => {
  views = await openViews(inject('databaseUrl'), `agg-${Date.now().toString(36)}`, dailySales);
});
beforeEach(() => views.clear());
afterAll(() => views.drop());

/** The contribution row of a payment that took so much; none where it took nothing. */
function paid(orderId: string, version: number, amount: number | null, partition = 0, at = day): Row {
  const capture = amount === null ? null : { amount: usd(amount), reference: 'ref', at };
  const fact = payment('CAPTURED', { orderId, version, capture, captured: capture?.amount ?? null });
  return rowOf(dailySales, fact, orderId, partition);
}

async function apply(rows: readonly Row[], deleted: readonly string[] = [], partition = 0): Promise<void> {
  await views.apply({ rows, deleted }, await views.step('payments', partition, rows.length + deleted.length));
}

const sold = (sales: number, revenue: number) => ({
  day: '2026-01-31',
  currency: 'USD',
  sales,
  revenue,
  refunds: 0,
});

describe('an aggregate', () => {
  it('takes out what a key had added when its next version adds something else', async () => {
    await apply([paid('o-1', 1, 500), paid('o-2', 1, 700)]);
    expect(await views.shown()).toEqual([sold(2, 1200)]);
    await apply([paid('o-1', 2, 300)]);
    expect(await views.shown()).toEqual([sold(2, 1000)]);
    await apply([paid('o-1', 3, 300, 0, day + 86_400_000)]);
    expect(asText(await views.shown())).toEqual(asText([sold(1, 700), { ...sold(1, 300), day: '2026-02-01' }]));
  });

  it('is not changed by what comes again, nor by an old version of a key that adds nothing any more', async () => {
    await apply([paid('o-1', 1, 500), paid('o-2', 2, 700)]);
    await apply([paid('o-1', 1, 500), paid('o-2', 1, 9)]);
    expect(await views.shown()).toEqual([sold(2, 1200)]);
    await apply([paid('o-1', 2, null)]);
    await apply([paid('o-1', 1, 500)]);
    expect(await views.shown()).toEqual([sold(1, 700)]);
  });

  it('does not show what nobody adds to any more', async () => {
    await apply([paid('o-1', 1, 500)]);
    await apply([], ['o-1', 'o-unknown']);
    expect(await views.shown()).toEqual([]);
    expect(await views.stored()).toEqual([]);
    // A sale of nothing is a sale.
    await apply([paid('o-1', 1, 0)]);
    expect(await views.shown()).toEqual([sold(1, 0)]);
  });

  it('counts a key that ends and begins anew in one batch once, whatever version it had', async () => {
    await apply([paid('o-1', 9, 500)]);
    await apply([paid('o-1', 1, 40)], ['o-1']);
    expect(await views.shown()).toEqual([sold(1, 40)]);
    await apply([paid('o-1', 2, 50)]);
    expect(await views.shown()).toEqual([sold(1, 50)]);
  });

  it('given a position that another one has moved, then it adds nothing', async () => {
    const overtaken = await views.step('payments', 0, 1);
    await apply([paid('o-1', 1, 500)]);
    const changes = { rows: [paid('o-1', 2, 900)], deleted: ['o-2'] };
    await expect(views.apply(changes, overtaken)).rejects.toMatchObject({ code: 'LP_PROJECTION_OVERTAKEN' });
    expect(await views.shown()).toEqual([sold(1, 500)]);
  });

  it.each([
    ['an amount that is not whole', { revenue: 0.5 }],
    ['no day', { day: null }],
    ['a day that there is not', { day: '2026-02-30' }],
    ['no sales', { sales: null }],
  ])('given a contribution with %s, then it writes nothing, and says that the data is bad', async (_, over) => {
    await apply([paid('o-1', 1, 500)]);
    const row = { ...paid('o-2', 1, 500), contributions: [{ ...sold(1, 500), ...over }] };
    const refused: unknown = await apply([row]).catch((error: unknown) => error);
    expect(isBadData(refused)).toBe(true);
    expect(await views.shown()).toEqual([sold(1, 500)]);
    expect(await views.stored()).toHaveLength(1);
  });

  it('given rows that somebody has changed by hand, then its totals can be counted anew from its contributions', async () => {
    const { sql, target } = views;
    await apply([paid('o-1', 1, 500), paid('o-2', 1, 700)]);
    await apply([paid('o-3', 1, 900, 1)], [], 1);
    const totals = sql`${sql(target.schema)}.daily_sales_totals`;
    await sql`update ${totals} set revenue = 9, entries = 7 where partition = 0`;
    await sql`insert into ${totals} values (0, '2026-05-05', 'USD', 1, 1, 1, 1)`;
    await views.recountTotals();
    const expected = [sold(3, 2100)];
    expect(await views.shown()).toEqual(expected);
    await views.recountTotals();
    expect(await views.shown()).toEqual(expected);
    await apply([paid('o-1', 2, null)]);
    expect(await views.shown()).toEqual([sold(2, 1600)]);
  });

  it('given partitions that add to the same totals at once, then none waits for another, and all counts', async () => {
    const partitions = [0, 1, 2];
    await Promise.all(
      partitions.map(async partition => {
        for (let version = 1; version <= 30; version++) {
          const rows = [1, 2, 3, 4].map(n => paid(`o-${partition}-${n}`, version, n * version, partition));
          await apply(rows, [], partition);
        }
      }),
    );
    expect(await views.shown()).toEqual([sold(12, 3 * 30 * (1 + 2 + 3 + 4))]);
  });
});
