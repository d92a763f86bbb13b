import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openShopApi, type ShopApi } from '../../api/testing/shop-api.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { readAll } from './shop.ts';

const soon = { timeout: 60_000, interval: 100 };
const wait = { prefer: 'wait=20' };
/** Orders for which the provider was asked, and those whose card it declines. */
const asked = new Set<string>();
let declines = true;
let shop: ShopApi;

beforeAll(async () => {
  shop = await openShopApi({ brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') }, effect => {
    const orderId = effect.id.split('/')[0] as string;
    asked.add(orderId);
    const no = declines && effect.kind === 'authorise';
    return no ? { status: 'refused', code: 'card-declined' } : { status: 'done', reference: `ref-${effect.id}` };
  });
  const price = { amount: 990, currency: 'USD' };
  const content = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price };
  expect(await shop.ask('PUT', '/products/lp-1', content, wait)).toMatchObject({ status: 200 });
  expect(await shop.ask('POST', '/stock/lp-1/receipts', { quantity: 100 }, wait)).toMatchObject({ status: 200 });
  const address = { street: 'Theodor-Heuss-Straße 34', city: 'Stuttgart', postalCode: '70174', country: 'Germany' };
  for (const id of ['c-unlucky', 'c-other']) {
    const customer = { name: 'Leonie Köhler', email: `${id}@shop.example`, addresses: [address] };
    expect(await shop.ask('PUT', `/customers/${id}`, customer, wait)).toMatchObject({ status: 200 });
  }
}, 120_000);

afterAll(() => shop.stop());

async function placedBy(customerId: string): Promise<string> {
  const answer = await shop.ask('POST', '/orders', { customerId, lines: [{ sku: 'lp-1', quantity: 1 }] }, wait);
  expect(answer).toMatchObject({ status: 201, body: { status: 'accepted' } });
  return answer.body.orderId;
}

const reaches = (orderId: string, expected: object): Promise<void> =>
  vi.waitFor(async () => {
    expect((await shop.ask('GET', `/orders/${orderId}`)).body).toMatchObject(expected);
  }, soon);

const newest = async <V>(topic: string, key: string): Promise<V | undefined> => {
  const all = await readAll<V>(shop.shown, topic);
  return all.filter(({ record }) => String(record.key) === key).at(-1)?.value;
};

describe('a customer whose card was declined three times', () => {
  it('is flagged; the next order is declined by the rule, and its payment says what was read', async () => {
    const rejected = { status: 'REJECTED', rejection: { code: 'declined' } };
    for (let one = 0; one < 3; one++) {
      const orderId = await placedBy('c-unlucky');
      await reaches(orderId, rejected);
      expect(asked).toContain(orderId);
      expect(await newest<Payment>('payments', orderId)).toMatchObject({
        status: 'DECLINED',
        declineReason: 'card-declined',
        fraud: { flagged: false, rules: [] },
      });
    }
    const flag = await vi.waitFor(async () => {
      const found = await newest<FraudFlag>('fraud-flags', 'c-unlucky');
      expect(found).toMatchObject({ flag: 'FLAGGED', rules: ['declined-often'] });
      return found as FraudFlag;
    }, soon);

    // From now on the card would do.
    declines = false;
    // Payments reads the flag beside its inputs, so for a moment it may still have the one before.
    const payment = await vi.waitFor(async () => {
      const orderId = await placedBy('c-unlucky');
      const decided = await vi.waitFor(async () => {
        const found = await newest<Payment>('payments', orderId);
        expect(found?.fraud).toBeTruthy();
        return found as Payment;
      }, soon);
      expect(decided.fraud?.version).toBeGreaterThanOrEqual(flag.version);
      return decided;
    }, soon);
    const read = { flagged: true, rules: ['declined-often'], version: expect.any(Number), readAt: expect.any(Number) };
    expect(payment).toMatchObject({ status: 'DECLINED', declineReason: 'fraud-flagged', fraud: read, effects: [] });
    expect(payment.authorisation).toBeNull();
    expect(asked).not.toContain(payment.orderId);
    await reaches(payment.orderId, rejected);

    const other = await placedBy('c-other');
    await reaches(other, { status: 'CONFIRMED' });
    expect((await newest<Payment>('payments', other))?.fraud).toMatchObject({ flagged: false });
  }, 180_000);
});
