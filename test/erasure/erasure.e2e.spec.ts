import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealStart } from '../../runtime/codec/seal-format.ts';
import { faultsOf } from '../../runtime/erasure/certificate.ts';
import { formsOf } from '../../runtime/erasure/forms.ts';
import { type MailStandIn, startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';
import { type PaymentStandIn, startPaymentStandIn } from '../../runtime/gateways/payments/stand-in/server.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { bearer, givenKey, givenKeys, type Longplay, removeHome, start, temporaryHome } from '../e2e/longplay.ts';
import { settingsFor, startServers } from '../setup/servers.ts';
import { filesWith } from './bytes.ts';

/** In every personal text, so that whatever is left of one, in whatever form, is found by it. */
const mark = `Qz${randomBytes(6).toString('hex')}`;
const forms = formsOf(mark);
const address = {
  recipient: `Fräulein ${mark} "Zoë"`,
  street: `${mark}-Straße 7 / 東京`,
  city: `Œuvre-${mark}`,
  postalCode: `${mark}-99`,
  country: `${mark}land`,
};
const zoe = {
  name: `Zoë ${mark} Łukasiewicz`,
  email: `zoe.${mark}@example.org`,
  phone: `+49 ${mark}`,
  company: `${mark} & Søn`,
  addresses: [{ addressId: 'home', ...address }],
};
const texts = [zoe.name, zoe.email, zoe.phone, zoe.company, ...Object.values(address)];
const album = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price: { amount: 2499, currency: 'EUR' } };

const home = temporaryHome();
const servers = join(home, 'servers');
const patience = { timeout: 120_000, interval: 200 };
let stack: Stack;
let payments: PaymentStandIn;
let mail: MailStandIn;
let longplay: Longplay;
let url = '';
/** Hers, as the API gave it. */
let customerId = '';
const printed: string[] = [];

const env = (): Record<string, string> => ({
  LONGPLAY_HOME: join(home, 'longplay'),
  LONGPLAY_REPLICATION: '1',
  LOG_LEVEL: 'debug',
  ...settingsFor(stack),
  PAYMENT_URL: payments.url,
  MAIL_URL: mail.url,
  MAIL_TLS: 'none',
  MAIL_FROM: 'orders@musiccorp.example',
  ...givenKeys,
});

beforeAll(async () => {
  // Outside of the installation: a customer's bank and mailbox forget by themselves.
  payments = await startPaymentStandIn({ data: join(home, 'outside/payments'), port: 0 });
  mail = await startMailStandIn({ data: join(home, 'outside/mails'), port: 0, webPort: 0 });
  stack = await startServers(servers);
  longplay = start('node', ['cli/bin.js', 'up', '--auto-warehouse'], env());
  url = (await longplay.ready()).api;
});

afterAll(async () => {
  await longplay?.stop('SIGKILL');
  await Promise.all([stack?.stop(), payments?.stop(), mail?.stop()]);
  removeHome(home);
});

async function ask(method: string, path: string, body?: unknown, wait = 20) {
  const headers = {
    ...bearer(givenKey),
    prefer: `wait=${wait}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    body: (await response.json()) as { [field: string]: ReturnType<typeof JSON.parse> },
  };
}

const order = () => ({ customerId, lines: [{ sku: 'blue-lp', quantity: 1 }], shippingAddress: address });
const statusOf = async (orderId: string) => (await ask('GET', `/orders/${orderId}`)).body.status;

/** A record of hers that nobody can read: one of her requests, cut off. And one of another program. */
async function poison(): Promise<void> {
  const logger = createLogger({ level: 'silent' });
  const log = createKafkajsLog({ brokers: [...(stack.kafkaBrokers ?? [])], clientId: 'spec', logger });
  const topic = 'longplay.order-requests';
  let value: Buffer | null = null;
  for (const { partition, start: offset } of await log.admin.offsets(topic)) {
    for await (const { records } of log.readPartition({ from: { topic, partition, offset } })) {
      value = records.find(record => record.value?.includes(sealStart(customerId)))?.value ?? value;
    }
  }
  const cut = (value as Buffer | null)?.subarray(0, -1) ?? Buffer.alloc(0);
  expect(cut.includes(sealStart(customerId))).toBe(true);
  const foreign = 'elsewhere.notes';
  await log.admin.createTopics([{ name: foreign, partitions: 1, replication: 1, config: {} }]);
  const writer = await log.writer();
  await writer.append([
    { topic, key: Buffer.from('order-of-nobody'), value: Buffer.from(cut) },
    { topic: foreign, key: null, value: Buffer.from('of nobody') },
  ]);
  await log.close();
}

describe('a customer who has bought, has an order open and a record in the hospital', () => {
  it('is told by mail, and can be read', async () => {
    await ask('PUT', '/products/blue-lp', album);
    await ask('POST', '/stock/blue-lp/receipts', { quantity: 10 });
    // Without an address: her welcome is in the middle for as long as she gives none.
    const { body } = await ask('POST', '/customers', { ...zoe, addresses: [] });
    customerId = body.customerId;
    const { orderId } = (await ask('POST', '/orders', order())).body;
    await expect.poll(() => statusOf(orderId), patience).toBe('DELIVERED');
    await expect.poll(() => mail.summary().mails, patience).toBeGreaterThan(3);
    expect((await ask('GET', `/customers/${customerId}`)).body).toMatchObject({ name: zoe.name });
    const pack = { name: 'pack', status: 'OWED', owedBy: 'customer' };
    const mailed = { name: 'mail', status: 'DONE' };
    const welcome = async () => (await ask('GET', `/enrolments/${customerId}`)).body;
    await expect.poll(welcome, patience).toMatchObject({ status: 'ENROLLING', steps: [{}, {}, pack, mailed] });
    expect(mail.list({}).map(({ subject }) => subject)).toContain('Welcome to MusicCorp');
    await poison();
    const cases = async () => (await ask('GET', '/hospital/cases')).body.cases;
    await expect.poll(async () => (await cases()).length, patience).toBe(1);
  });

  it('is erased when the open order is at its end, and the search finds nothing that can be read', async () => {
    expect((await ask('POST', `/customers/${customerId}/erasure`)).body).toMatchObject({
      code: 'LP_API_ERASURE_NOT_DONE',
    });
    const { orderId } = (await ask('POST', '/orders', order())).body;
    // As late as can be: her pack is asked for, and she goes.
    expect((await ask('PUT', `/customers/${customerId}`, zoe)).status).toBe(200);
    await ask('DELETE', `/customers/${customerId}`, undefined, 0);
    // Where customers has not heard of it yet, it slips in, and is cancelled (docs/decisions/0033).
    await expect.poll(() => statusOf(orderId), patience).toMatch(/^(DELIVERED|CANCELLED)$/);
    const begun = async () => (await ask('POST', `/customers/${customerId}/erasure`)).status;
    await expect.poll(begun, patience).toBe(202);
    const certified = async () => (await ask('GET', `/customers/${customerId}/erasure`)).status;
    await expect.poll(certified, patience).toBe(200);
    const { body } = await ask('GET', `/customers/${customerId}/erasure`);
    expect(body).toMatchObject({ clean: true, findings: [], key: { destroyed: true } });
    expect(body.totals.sealed).toBeGreaterThan(texts.length);
    expect(faultsOf(body as Parameters<typeof faultsOf>[0])).toEqual([]);
    // The record that was cut off, and the case that keeps it.
    expect(body.unread.map(({ place }: { place: { topic: string } }) => place.topic)).toEqual(
      expect.arrayContaining(['longplay.order-requests', 'longplay.orders.hospital']),
    );
    expect((await ask('GET', `/customers/${customerId}`)).body).toMatchObject({ name: null, addresses: [] });
    const welcome = async () => (await ask('GET', `/enrolments/${customerId}`)).body;
    await expect.poll(welcome, patience).toMatchObject({ status: 'ENDED', steps: [], owed: [] });
    const pack = async () => (await ask('GET', `/welcome-packs/${customerId}`)).body;
    await expect
      .poll(pack, patience)
      .toMatchObject({ status: expect.stringMatching(/^(STOPPED|SENT)$/), address: null, tracking: null });
  });

  it('is not found byte by byte either, by the command that is given the texts', async () => {
    const file = join(home, 'outside/texts');
    writeFileSync(file, texts.join('\n'));
    const parameters = [
      '--scan',
      '--texts',
      file,
      '--topic',
      'elsewhere.notes',
      '--folder',
      join(servers, 'logs'),
      '--json',
    ];
    const scan = start('node', ['cli/bin.js', 'customers', 'erasure', customerId, ...parameters], env());
    expect(await scan.exit()).toBe(0);
    const [certificate] = scan.lines as unknown as [Parameters<typeof faultsOf>[0]];
    expect(certificate).toMatchObject({ clean: true, texts: texts.length, findings: [] });
    printed.push(...scan.errors, JSON.stringify(certificate));
    expect(certificate?.topics).toContainEqual(expect.objectContaining({ topic: 'elsewhere.notes', records: 1 }));
    expect(faultsOf(certificate)).toEqual([]);
  });

  it('is in no file of Kafka, Postgres and the states, no table and no log, but for what nobody can open', async () => {
    expect(await longplay.stop('SIGTERM')).toBe(0);
    const sql = connectPostgres({ url: stack.databaseUrl ?? '', tls: 'disable', name: 'spec' });
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname <> 'information_schema'`;
    expect(tables.map(({ name }) => name)).toContain('vault.data_key');
    for (const { name } of tables) {
      const rows = await sql.unsafe(`select t::text as row from ${name} t`);
      const dumped = Buffer.from(JSON.stringify(rows));
      expect([name, forms.some(form => dumped.includes(form))]).toEqual([name, false]);
    }
    await sql.unsafe('vacuum full');
    await sql`checkpoint`;
    await sql`select pg_switch_wal()`;
    await sql`checkpoint`;
    await sql.end({ timeout: 5 });
    await stack.stop();
    // It would be found: what is sealed is.
    expect(filesWith(join(servers, 'data/kafka'), [Buffer.from(sealStart(customerId))]).length).toBeGreaterThan(3);
    expect(filesWith(servers, forms).filter(path => !path.startsWith(join(servers, 'downloads')))).toEqual([]);
    expect(filesWith(join(home, 'longplay'), forms)).toEqual([]);
    expect(filesWith(join(home, 'outside/payments'), forms)).toEqual([]);
    const logs = [
      ...longplay.lines.map(line => JSON.stringify(line)),
      ...longplay.output,
      ...longplay.errors,
      ...printed,
    ];
    expect(logs.length).toBeGreaterThan(50);
    expect(forms.some(form => Buffer.from(logs.join('\n')).includes(form))).toBe(false);
  });
});
