import { expect, vi } from 'vitest';
import type { Log } from '../../runtime/log/port.ts';
import type { EffectAnswer } from '../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Outcome } from '../../schemas/types/outcomes.ts';
import { place, putProduct, receive, register, report } from './requests.ts';
import { catalogueWire, createShopTopics, newestOrder, readAll, startShop, untilOnOffer } from './shop.ts';

const PATIENCE_MS = 30_000;

/**
 * A product, a customer and stock; an order is placed; the warehouse packs, dispatches and delivers it. The customer gets
 * his mails and points. Every processor runs, on the log that it is given.
 */
export async function deliverOneOrder(log: Log, prefix: string): Promise<void> {
  const wire = catalogueWire();
  await createShopTopics(log, prefix);
  const mailed: string[] = [];
  const done = (effect: PendingEffect): EffectAnswer => ({ status: 'done', reference: `ref-${effect.id}` });
  const shop = await startShop(log, prefix, wire, done, effect => {
    mailed.push(effect.about);
    return done(effect);
  });
  const shown = { log, prefix, wire };
  const reaches = (status: Order['status']) =>
    vi.waitFor(async () => expect((await newestOrder(shown, 'o-1'))?.status).toBe(status), PATIENCE_MS);

  await putProduct(shown, 'track-1', 99);
  await register(shown, 'c-1');
  await receive(shown, 'track-1', 5);
  await untilOnOffer(shown);
  await place(shown, 'o-1', 'c-1', 'track-1', 2);
  await reaches('CONFIRMED');
  await report(shown, 'o-1', 'PACK');
  await reaches('PACKED');
  await report(shown, 'o-1', 'DISPATCH');
  await reaches('DISPATCHED');
  await report(shown, 'o-1', 'DELIVER');
  await reaches('DELIVERED');

  await vi.waitFor(async () => {
    const account = (await readAll<LoyaltyAccount>(shown, 'loyalty-accounts')).at(-1)?.value;
    expect(account).toMatchObject({ customerId: 'c-1', points: 1, earned: 1, held: 0 });
    const mails = (await readAll<Notification>(shown, 'notifications')).at(-1)?.value.mails;
    expect(mails?.map(({ status }) => status)).toEqual(['SENT', 'SENT', 'SENT', 'SENT']);
    const passedOn = (await readAll<CustomerActivity>(shown, 'customer-activity')).at(-1)?.value;
    const after = { orderStatus: 'DELIVERED', paymentStatus: 'CAPTURED', open: false, kept: { amount: 198 } };
    expect(passedOn).toMatchObject({ customerId: 'c-1', orderId: 'o-1', after });
  }, PATIENCE_MS);
  expect(mailed.toSorted()).toEqual(['CONFIRMED', 'DELIVERED', 'DISPATCHED', 'PACKED']);
  expect((await newestOrder(shown, 'o-1'))?.total).toEqual({ amount: 198, currency: 'USD' });
  expect((await readAll<Outcome>(shown, 'orders.outcomes')).map(one => one.value.answer)).toEqual(['ACCEPTED']);
  const versions = (await readAll<Order>(shown, 'orders')).map(one => one.value.version);
  expect(versions).toEqual(versions.map((_, n) => n + 1));
  expect(shop.alarms).toEqual([]);
  for (const run of shop.runs) expect(run.status().tasks.map(task => task.error)).toEqual([null, null, null]);
  await shop.stop();
}
