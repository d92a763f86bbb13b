import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bearer, type Longplay, type Ready, removeHome, start, temporaryHome } from './longplay.ts';
import { orderedOf, readOrders, shopData, shopDataIsHere, worth, writeOrders, writeStock } from './shop-data.ts';

const home = temporaryHome();
let running: Longplay | undefined;
let key = '';
afterAll(async () => {
  await running?.stop();
  removeHome(home);
});

type Stock = { received: number; onHand: number; reserved: number; consumed: number };
type Page = { orders: { orderId: string }[]; nextCursor: string | null };

async function up(): Promise<Ready> {
  running = start('node', ['cli/bin.js', 'up', '--auto-warehouse'], { LONGPLAY_HOME: home });
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

async function importAll(stock: string, orders: string) {
  await importing('stock', stock);
  return (await importing('orders', orders)).orders;
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

type Moved = { readonly received: number; readonly consumed: number };
const totals = ({ received, consumed }: Moved): Stock => {
  return { received, onHand: received - consumed, reserved: 0, consumed };
};

// Hundreds of orders are brought to rest: 20 s alone, several times that on a busy machine.
describe.runIf(shopDataIsHere)(name, { timeout: 400_000 }, () => {
  const all = shopDataIsHere ? readOrders() : [];
  const early = all.filter((_, n) => n % 3 !== 0);
  const late = all.filter((_, n) => n % 3 === 0);
  const inEarly = orderedOf(early);
  const inLate = orderedOf(late);
  /** Of these nothing is left for the late orders, and no more comes. */
  const missing = new Set([...inLate.keys()].sort().filter((_, n) => n % 10 === 0));
  const received = new Map([...inEarly].map(([sku, quantity]) => [sku, quantity + (missing.has(sku) ? 0 : 3)]));
  const ids = (some: typeof all) => some.map(({ orderId }) => orderId).sort();
  let ready: Ready;

  it('all end DELIVERED and paid where there is enough of everything, also when all is imported twice', async () => {
    ready = await up();
    await importing('products', shopData('products'));
    await importing('customers', shopData('customers'));
    const stock = writeStock(join(home, 'stock.ndjson'), received, 'first');
    const orders = writeOrders(join(home, 'early.ndjson'), early);
    const left = new Map(
      [...inEarly].map(([sku, consumed]) => [sku, totals({ received: received.get(sku) ?? 0, consumed })]),
    );
    for (const _ of ['first', 'again']) {
      expect(await importAll(stock, orders)).toMatchObject({
        orders: early.length,
        atRest: early.length,
        states: { DELIVERED: early.length },
        captured: { USD: worth(early) },
      });
      await expectStock(ready, left);
      expect(await ask(`${ready.payments}/ledger/summary`)).toMatchObject({
        orders: early.length,
        declined: 0,
        totals: { USD: { authorised: worth(early), captured: worth(early), voided: 0, refunded: 0 } },
        doubled: [],
      });
    }
    await expect.poll(() => ordersIn(ready, 'DELIVERED'), { timeout: 30_000 }).toEqual(ids(early));
  });

  it('end REJECTED exactly where one of their lines is out of stock, and nothing is left open', async () => {
    const without = ({ lines }: (typeof all)[number]) => lines.some(({ sku }) => missing.has(sku));
    const rejected = late.filter(without);
    const delivered = late.filter(order => !without(order));
    expect(rejected.length * delivered.length).toBeGreaterThan(0);

    const more = new Map([...inLate].filter(([sku]) => !missing.has(sku)));
    const stock = writeStock(join(home, 'more.ndjson'), more, 'second');
    const report = await importAll(stock, writeOrders(join(home, 'late.ndjson'), late));
    expect(report).toMatchObject({
      atRest: late.length,
      states: { DELIVERED: delivered.length, REJECTED: rejected.length },
      reasons: { 'insufficient-stock': rejected.length },
    });
    expect((report.captured.USD ?? 0) - (report.refunded.USD ?? 0)).toBe(worth(delivered));

    const shipped = [...early, ...delivered];
    await expect.poll(() => ordersIn(ready, 'REJECTED'), { timeout: 30_000 }).toEqual(ids(rejected));
    await expect.poll(() => ordersIn(ready, 'DELIVERED'), { timeout: 30_000 }).toEqual(ids(shipped));

    const consumed = orderedOf(shipped);
    const left = new Map(
      [...more].map(([sku, quantity]) => {
        return [sku, totals({ received: quantity + (received.get(sku) ?? 0), consumed: consumed.get(sku) ?? 0 })];
      }),
    );
    await expectStock(ready, left);

    const ledger = await ask<{ totals: { USD: Record<string, number> }; doubled: unknown[] }>(
      `${ready.payments}/ledger/summary`,
    );
    const { authorised = 0, captured = 0, voided = 0, refunded = 0 } = ledger.totals.USD;
    expect([captured, refunded, ledger.doubled]).toEqual([worth(shipped), 0, []]);
    expect(authorised).toBe(captured + voided);
  });
});
