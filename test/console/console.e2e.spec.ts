import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areas } from '../../api/console/places.ts';
import { requestIds } from '../../api/request-ids.ts';
import { anybody } from '../../api/security/caller.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { expectAccessible, looks, type Signed, signedIn } from './browser.ts';
import { pagesOf } from './pages.ts';
import { openSeenShop, type SeenShop } from './shop.ts';

const WIDE = { scheme: 'light', width: 1_280 } as const;

/** One shop and one browser for all that is seen here: both take long to start. */
let shop: SeenShop;
beforeAll(async () => {
  shop = await openSeenShop(['--orders', '40', '--rate', '10', '--poison', '20']);
}, 300_000);
afterAll(() => shop?.close());

const opened = (): Promise<Signed> => signedIn(shop.browser, shop.ready.api, shop.ready.key, WIDE);

/** Writes the reason and sends the form that is shown. */
async function confirm({ page }: Signed, reason: string): Promise<void> {
  await page.getByLabel('Reason').fill(reason);
  await page.locator('form.confirm button').last().click();
  await page.locator('main h1').waitFor();
}

describe('each page of the console', () => {
  it('is told nothing wrong about by the browser and axe, light and dark, wide and at 400 %', async () => {
    const window = await opened();
    for (const [n, path] of (await pagesOf(shop)).entries()) {
      const isConsole = path.startsWith('/console');
      if (isConsole) expect([path, await window.visit(path)]).toEqual([path, 200]);
      else await window.page.goto(path, { waitUntil: 'networkidle' });
      // The areas in both looks, and what lies below them in turn.
      const its = n < areas.length ? looks : looks.filter((_, look) => look === n % looks.length);
      for (const { scheme, width } of isConsole ? its : []) {
        await window.page.emulateMedia({ colorScheme: scheme });
        await window.page.setViewportSize({ width, height: 900 });
        await expectAccessible(window.page);
      }
      expect([path, window.faults()]).toEqual([path, []]);
    }
    await window.close();
  }, 600_000);
});

describe('an operator', () => {
  it('finds an order by its id and reads its life, from the request to the doorstep', async () => {
    const delivered = async () =>
      (await shop.read<{ orders: { orderId: string }[] }>('/orders?status=DELIVERED&limit=1')).orders[0]?.orderId;
    await expect.poll(delivered, { timeout: 120_000, interval: 500 }).toBeDefined();
    const id = (await delivered()) as string;
    const window = await opened();
    const { page } = window;
    await window.visit('/console/orders');
    await page.getByRole('searchbox').or(page.locator('input[name=q]')).first().fill(id);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/console/orders/${id}*`);
    const story = page.locator('#timeline .story');
    for (const step of [/placed/i, /authorised/i, /allocated/i, /confirmed/i, /dispatched/i, /delivered/i]) {
      await story.getByText(step).filter({ visible: true }).first().waitFor();
    }
    await story.locator('details summary').first().click();
    await story
      .getByText(/Correlation|Trace/i)
      .filter({ visible: true })
      .first()
      .waitFor();
    await story
      .getByRole('link', { name: /^order-requests v\d+$/ })
      .first()
      .waitFor();
    const row = page.locator('#rows-order-progress');
    await row.locator('summary').click();
    await row.getByText('DELIVERED', { exact: true }).filter({ visible: true }).waitFor();
    expect(window.faults()).toEqual([]);
    await window.close();
  });

  it('sees a record that cannot be read in the map, discards it, and sees the order behind it finish', async () => {
    const key = 'console-journey';
    const caller = { ...anybody, kind: 'KEY', id: 'development' } as const;
    const ask = { method: 'POST', url: '/orders', headers: { 'idempotency-key': key }, caller };
    const orderId = requestIds(ask).created('order');
    await writeBytes('order-requests', orderId, Buffer.from('no record at all'));
    const parked = async () =>
      (await shop.read<{ cases: { caseId: string }[] }>(`/hospital/cases?key=${orderId}`)).cases[0]?.caseId;
    await expect.poll(parked, { timeout: 60_000, interval: 250 }).toBeDefined();

    await shop.write('/products/seen-lp', {
      title: 'Seen',
      artist: 'The Partitions',
      format: 'LP',
      price: { amount: 999, currency: 'EUR' },
    });
    const address = { street: '1 Groove Street', postalCode: '10827', city: 'Berlin', country: 'DE' };
    await shop.write('/customers/seen', { name: 'Sasha', email: 'sasha@example.com', addresses: [address] });
    await receive('seen-lp', 5);
    const placed = await shop.write(
      '/orders',
      { customerId: 'seen', lines: [{ sku: 'seen-lp', quantity: 1 }] },
      { 'idempotency-key': key, prefer: 'wait=0' },
    );
    expect(placed.status).toBe(202);

    const window = await opened();
    const { page } = window;
    await window.visit('/console');
    await page
      .getByText(/orders.*\d+ cases?, \d+ keys? blocked/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: /hospital of orders/i }).click();
    const caseId = (await parked()) as string;
    await window.visit(`/console/hospital/cases/${encodeURIComponent(caseId)}`);
    await page.getByText('LP_CODEC_UNDECODABLE').first().waitFor();
    // As a page over plain HTTP of another machine has none.
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.locator('#commands').getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Selected: copy it' }).waitFor();
    expect(await page.evaluate('getSelection().toString()')).toMatch(/^npx longplay hospital show /);
    await page
      .getByRole('link', { name: /discard/i })
      .first()
      .click();
    await confirm(window, 'No record at all: nobody has asked for anything.');
    await window.visit(`/console/orders/${orderId}`);
    // Without being loaded again: the page tells it by itself.
    await page
      .locator('#timeline .story')
      .getByText(/delivered/i)
      .filter({ visible: true })
      .first()
      .waitFor({ timeout: 90_000 });
    await page.locator('#timeline .story .case').getByRole('link', { name: caseId }).waitFor();
    expect(window.faults().filter(fault => !/ 404 /.test(fault))).toEqual([]);
    await window.close();
  }, 240_000);

  it('rebuilds a read model, reads what the comparison found, switches, and rolls back', async () => {
    const window = await opened();
    const { page } = window;
    await window.visit('/console/projections/products/rebuild');
    await page.getByLabel('When it is proved').selectOption('no');
    await confirm(window, 'A look at what a rebuild does.');
    await page.getByText('No difference.').first().waitFor({ timeout: 90_000 });
    await page
      .getByRole('link', { name: /Switch to generation \d+/ })
      .first()
      .click();
    await confirm(window, 'It is proved.');
    await page
      .getByText(/Readers ask generation \d+ since then/)
      .first()
      .waitFor({ timeout: 60_000 });
    await page
      .getByRole('link', { name: /Roll back/ })
      .first()
      .click();
    await confirm(window, 'And back again.');
    await page
      .getByText(/Readers ask generation 1 since then/)
      .first()
      .waitFor({ timeout: 60_000 });
    const { generations } = await shop.read<{ generations: { number: number; state: string }[] }>(
      '/projections/products',
    );
    expect(generations.find(({ state }) => state === 'live')?.number).toBe(1);
    expect(window.faults()).toEqual([]);
    await window.close();
  }, 240_000);
});

async function writeBytes(topic: string, key: string, value: Buffer): Promise<void> {
  const logger = createLogger({ level: 'silent' });
  const log = createKafkajsLog({ brokers: [shop.ready.kafka], clientId: 'seen', logger });
  const writer = await log.writer();
  await writer.append([{ topic: `longplay.${topic}`, key: Buffer.from(key), value }]);
  await writer.close();
  await log.close();
}

async function receive(sku: string, quantity: number): Promise<void> {
  const headers = { authorization: `Bearer ${shop.ready.key}`, 'content-type': 'application/json', prefer: 'wait=30' };
  const url = `${shop.ready.api}/stock/${sku}/receipts`;
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ quantity }) });
  expect(status).toBe(200);
}
