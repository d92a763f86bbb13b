import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { answered, createClient } from '../../api/client/client.ts';
import { startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';
import { startPaymentStandIn } from '../../runtime/gateways/payments/stand-in/server.ts';
import { processors } from '../../streams/topology.ts';
import { bearer, givenKey, givenKeys, type Longplay, removeHome, start, temporaryHome } from '../e2e/longplay.ts';
import { settingsFor, startServers } from '../setup/servers.ts';
import { until } from './shop.ts';

/**
 * `npm run drill:stuck`: payments is stopped while orders come in. Within its deadline the map has to show it, Stuck has to
 * list exactly the orders that wait, and the alarm has to be raised; started again, all has to be clear by itself. Takes
 * some three minutes, most of it the minute that orders wait for a payment.
 */
const ORDERS = 10;
const MINUTE = 60_000;
const begun = Date.now();
const say = (text: string): void =>
  void process.stdout.write(`${((Date.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${text}\n`);

const alarms: { what: string; text: string }[] = [];
const receiver = createServer((request, response) => {
  request.setEncoding('utf8');
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    alarms.push(JSON.parse(body));
    response.end();
  });
});
await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));

const home = temporaryHome();
const payments = await startPaymentStandIn({ data: join(home, 'payments'), port: 0 });
const mail = await startMailStandIn({ data: join(home, 'mails'), port: 0, webPort: 0 });
const stack = await startServers(join(home, 'servers'));
const running = new Set<Longplay>();
const run = async (...parameters: string[]): Promise<{ one: Longplay; api: string }> => {
  const one = start('node', ['cli/bin.js', ...parameters], {
    LONGPLAY_HOME: join(home, 'longplay'),
    LONGPLAY_REPLICATION: '1',
    ...settingsFor(stack),
    PAYMENT_URL: payments.url,
    MAIL_URL: mail.url,
    MAIL_TLS: 'none',
    MAIL_FROM: 'orders@musiccorp.example',
    LONGPLAY_ALARM_WEBHOOK: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    ...givenKeys,
  });
  running.add(one);
  return { one, api: (await one.ready()).api };
};

try {
  const { api } = await run('api');
  await run('projections');
  await run('streams', '--only', processors.flatMap(({ name }) => (name === 'payments' ? [] : [name])).join(','));
  const { one: paying } = await run('streams', '--only', 'payments');
  const client = createClient({ baseUrl: api, credential: givenKey, wait: 30 });
  const price = { amount: 999, currency: 'EUR' };
  const address = { street: '1 Groove Street', postalCode: '10827', city: 'Berlin', country: 'DE' };
  const product = { title: 'Aside', artist: 'The Partitions', format: 'LP' as const, price };
  await answered(client.PUT('/products/{sku}', { params: { path: { sku: 'aside' } }, body: product }));
  await answered(client.POST('/stock/{sku}/receipts', { params: { path: { sku: 'aside' } }, body: { quantity: 100 } }));
  const customer = { name: 'Sasha', email: 'sasha@example.com', addresses: [address] };
  const params = { path: { customerId: 'sasha' } };
  await answered(client.PUT('/customers/{customerId}', { params, body: customer }));
  const place = async (): Promise<string> => {
    const body = { customerId: 'sasha', lines: [{ sku: 'aside', quantity: 1 }] };
    return ((await answered(client.POST('/orders', { body }))) as { orderId: string }).orderId;
  };
  const before = await Promise.all(Array.from({ length: ORDERS }, place));
  const confirmed = async () =>
    (await answered(client.GET('/orders', { params: { query: { status: 'CONFIRMED', limit: 100 } } }))).orders.length;
  await until(async () => (await confirmed()) === before.length, MINUTE);
  say(`${before.length} orders are paid and confirmed; payments is stopped`);

  running.delete(paying);
  await paying.stop();
  const stopped = Date.now();
  const waiting = await Promise.all(Array.from({ length: ORDERS }, place));
  const page = async (path: string): Promise<string> =>
    await (await fetch(api + path, { headers: bearer(givenKey) })).text();
  const since = (): string => `${((Date.now() - stopped) / 1_000).toFixed(0)} s after it was stopped`;
  const shownIn = async (path: string, pattern: RegExp) => pattern.test(await page(path));
  await until(() => shownIn('/console', /payments stopped, lag \d+/), 2 * MINUTE);
  say(`the map shows it, ${since()}`);
  const stuck = async () => (await answered(client.GET('/flow/stuck', {}))).orders;
  await until(async () => (await stuck()).length === ORDERS, 2 * MINUTE);
  const listed = await stuck();
  assert.deepEqual(listed.map(one => one.orderId).sort(), [...waiting].sort());
  const tab = await page('/console/orders?tab=stuck');
  for (const id of waiting) assert.ok(tab.includes(id), `${id} is not listed in the tab.`);
  for (const id of before) assert.ok(!tab.includes(id), `${id} is listed in the tab.`);
  say(`Stuck lists exactly the ${ORDERS} that wait, ${since()}: ${JSON.stringify(listed[0]?.why)}`);
  await until(async () => alarms.some(({ text }) => /payments/.test(text)), MINUTE);
  say(`the alarm: ${alarms.map(({ text }) => text).join(' | ')}`);

  const raised = alarms.length;
  await run('streams', '--only', 'payments');
  const again = Date.now();
  await until(async () => (await stuck()).length === 0, 2 * MINUTE);
  await until(async () => !(await shownIn('/console', /payments stopped, lag \d+/)), MINUTE);
  await until(async () => alarms.length > raised, MINUTE);
  await until(async () => (await confirmed()) === before.length + waiting.length, MINUTE);
  const took = ((Date.now() - again) / 1_000).toFixed(0);
  say(`all clear ${took} s after it was started, without a touch: ${alarms.at(-1)?.text}`);
} finally {
  await Promise.all([...running].map(one => one.stop()));
  await Promise.all([stack.stop(), payments.stop(), mail.stop()]);
  receiver.close();
  removeHome(home);
}
