import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { place } from '../../api/console/places.ts';
import { type Signed, signedIn } from './browser.ts';
import { openSeenShop, type SeenShop, until } from './shop.ts';

/**
 * `npm run screenshots`: the pictures of the console in docs/images, light and dark, of a shop with 500 orders in all
 * states, some records that cannot be read, and payments standing still. Takes some three minutes.
 */
const folder = join(import.meta.dirname, '../../docs/images');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const shop = await openSeenShop(['--orders', '500', '--rate', '25', '--poison', '1', '--seed', '1959']);
try {
  mkdirSync(folder, { recursive: true });
  await shop.loaded();
  say('500 orders are at their ends; payments are paused, and orders wait for them …');
  const others = await waitingForPayments(shop);
  for (const scheme of ['light', 'dark'] as const) {
    const window = await signedIn(shop.browser, shop.ready.api, shop.ready.key, { scheme, width: 1_280 });
    for (const [name, path] of await shots(shop)) await shoot(window, path, join(folder, `${name}-${scheme}.png`));
    await window.close();
  }
  say(`${others} orders waited.`);
} finally {
  await shop.close();
}

type Orders = { orders: { orderId: string }[] };
type Cases = { cases: { caseId: string }[] };

async function shots({ read }: SeenShop): Promise<[name: string, path: string][]> {
  const returned = (await read<Orders>('/orders?status=RETURNED&limit=1')).orders[0];
  const delivered = (await read<Orders>('/orders?status=DELIVERED&limit=1')).orders[0];
  const { caseId = '' } = (await read<Cases>('/hospital/cases?limit=1')).cases[0] ?? {};
  return [
    ['map', '/console'],
    ['processor', place(['nodes', 'processors', 'orders'])],
    ['orders', place(['orders'])],
    ['stuck', place(['orders'], { tab: 'stuck' })],
    ['flow', place(['orders'], { tab: 'flow' })],
    ['order', place(['orders', (returned ?? delivered)?.orderId ?? ''])],
    ['hospital', place(['hospital'])],
    ['case', place(['hospital', 'cases', caseId])],
    ['projections', place(['projections'])],
    ['schema', place(['schemas', 'orders'])],
    ['records', place(['topics', 'orders'])],
  ];
}

async function shoot({ page, visit }: Signed, path: string, file: string): Promise<void> {
  const status = await visit(path);
  if (status !== 200) throw new Error(`${path} was answered with ${status}.`);
  // The map's first look at the log is made behind the page.
  await page.waitForTimeout(4_000);
  await page.screenshot({ path: file });
  say(file);
}

/** A dozen orders whose payment is owed for longer than a minute. */
async function waitingForPayments({ write, read }: SeenShop): Promise<number> {
  await write('/streams/payments/pause', { actor: 'screenshots', reason: 'to show what waits' });
  const { orders } = await read<{ orders: { customerId: string }[] }>('/orders?limit=12');
  const { products } = await read<{ products: { sku: string }[] }>('/products?limit=12');
  for (const [n, { customerId }] of orders.entries()) {
    await write('/orders', { customerId, lines: [{ sku: products[n]?.sku, quantity: 1 }] });
  }
  const stuck = async () => (await read<{ orders: object[] }>('/flow/stuck')).orders.length > 0;
  await until(stuck, 180_000);
  return orders.length;
}
