import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bearer, type Longplay, type Ready, removeHome, start, temporaryHome } from './longplay.ts';
import { orderedOf, readOrders, shopData, shopDataIsHere, worth, writeStock } from './shop-data.ts';

const home = temporaryHome();
let running: Longplay | undefined;
let key = '';
afterAll(async () => {
  await running?.stop();
  removeHome(home);
});

type Stock = { received: number; onHand: number; reserved: number; consumed: number };
type Page = { orders: { orderId: string }[]; nextCursor: string | null };

async function up(...options: string[]): Promise<Ready> {
  await running?.stop();
  running = start('node', ['cli/bin.js', 'up', '--auto-warehouse', ...options], { LONGPLAY_HOME: home });
  const ready = await running.ready();
  key = ready.key;
  return ready;
}

/** What `longplay import --wait --json` reports; it ends well. */
async function importing(kind: string, file: string) {
  const run = start('node', ['cli/bin.js', 'import', kind, file, '--wait', '--timeout', '150', '--json'], {
    LONGPLAY_HOME: home,
  });
  const code = await run.exit();
  const [report] = run.lines as unknown as ReturnType<typeof JSON.parse>[];
  expect([kind, code, report?.complete, run.errors.join('\n')]).toEqual([kind, 0, true, expect.any(String)]);
  return report;
}

async function ask<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: bearer(key) });
  expect([url, response.status]).toEqual([url, 200]);
  return (await response.json()) as T;
}

async function importAll(stock: string) {
  await importing('products', shopData('products'));
  await importing('customers', shopData('customers'));
  await importing('stock', stock);
  return (await importing('orders', shopData('orders'))).orders;
}

/** Each sku's totals, once the read model shows that all of them are as expected. */
async function expectStock({ api }: Ready, expected: ReadonlyMap<string, Stock>) {
  const seen = async () => {
    const wrong: unknown[] = [];
    for (const [sku, totals] of expected) {
      const { received, onHand, reserved, consumed } = await ask<Stock>(`${api}/stock/${sku}`);
      const found = { received, onHand, reserved, consumed };
      if (JSON.stringify(found) !== JSON.stringify(totals)) wrong.push({ sku, found, totals });
    }
    return wrong;
  };
  await expect.poll(seen, { timeout: 30_000, interval: 500 }).toEqual([]);
}

async function ordersIn({ api }: Ready, status: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await ask<Page>(`${api}/orders?status=${status}&limit=100${from}`);
    ids.push(...page.orders.map(({ orderId }) => orderId));
    cursor = page.nextCursor;
  }
  return ids.sort();
}

const name = shopDataIsHere
  ? 'a real shop’s orders'
  : 'a real shop’s orders (skipped: the folder shared/data is not beside the repository)';

// Each test starts the servers and brings hundreds of orders to rest: 20 s alone, several times that on a busy machine.
describe.runIf(shopDataIsHere)(name, { timeout: 400_000 }, () => {
  const orders = shopDataIsHere ? readOrders() : [];
  const ordered = orderedOf(orders);

  it('all end DELIVERED and paid where there is enough of everything, also when all is imported twice', async () => {
    const ready = await up();
    const stock = writeStock(
      join(home, 'stock.ndjson'),
      [...ordered].map(([sku, quantity]) => [sku, quantity + 3] as const),
    );
    const left = new Map(
      [...ordered].map(([sku, quantity]) => {
        return [sku, { received: quantity + 3, onHand: 3, reserved: 0, consumed: quantity }] as const;
      }),
    );
    for (const _ of ['first', 'again']) {
      expect(await importAll(stock)).toMatchObject({
        orders: orders.length,
        atRest: orders.length,
        states: { DELIVERED: orders.length },
        captured: { USD: worth(orders) },
      });
      await expectStock(ready, left);
      expect(await ask(`${ready.payments}/ledger/summary`)).toMatchObject({
        orders: orders.length,
        declined: 0,
        totals: { USD: { authorised: worth(orders), captured: worth(orders), voided: 0, refunded: 0 } },
        doubled: [],
      });
    }
    await expect.poll(() => ordersIn(ready, 'DELIVERED'), { timeout: 30_000 }).toHaveLength(orders.length);
  });

  it('end REJECTED exactly where one of their lines is out of stock, and nothing is left open', async () => {
    const ready = await up('--fresh');
    const missing = new Set([...ordered.keys()].sort().filter((_, n) => n % 10 === 0));
    const there = [...ordered].filter(([sku]) => !missing.has(sku));
    const without = ({ lines }: (typeof orders)[number]) => lines.some(({ sku }) => missing.has(sku));
    const rejected = orders.filter(without);
    const delivered = orders.filter(order => !without(order));
    expect(rejected.length * delivered.length).toBeGreaterThan(0);

    const report = await importAll(writeStock(join(home, 'less.ndjson'), there));
    expect(report).toMatchObject({
      atRest: orders.length,
      states: { DELIVERED: delivered.length, REJECTED: rejected.length },
      reasons: { 'insufficient-stock': rejected.length },
    });
    expect((report.captured.USD ?? 0) - (report.refunded.USD ?? 0)).toBe(worth(delivered));

    const ids = (some: typeof orders) => some.map(({ orderId }) => orderId).sort();
    await expect.poll(() => ordersIn(ready, 'REJECTED'), { timeout: 30_000 }).toEqual(ids(rejected));
    await expect.poll(() => ordersIn(ready, 'DELIVERED'), { timeout: 30_000 }).toEqual(ids(delivered));

    const consumed = orderedOf(delivered);
    const left = there.map(([sku, received]) => {
      const gone = consumed.get(sku) ?? 0;
      return [sku, { received, onHand: received - gone, reserved: 0, consumed: gone }] as const;
    });
    await expectStock(ready, new Map(left));

    const ledger = await ask<{ totals: { USD: Record<string, number> }; doubled: unknown[] }>(
      `${ready.payments}/ledger/summary`,
    );
    const { authorised = 0, captured = 0, voided = 0, refunded = 0 } = ledger.totals.USD;
    expect([captured, refunded, ledger.doubled]).toEqual([worth(delivered), 0, []]);
    expect(authorised).toBe(captured + voided);
  });
});
