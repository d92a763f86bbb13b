import type { FatEvent } from '../../../../runtime/tasks/fat-event.ts';
import type { Allocation } from '../../../../schemas/types/allocations.ts';
import type { Notification } from '../../../../schemas/types/notifications.ts';
import type { OrderActivity } from '../../../../schemas/types/order-activity.ts';
import type { Order } from '../../../../schemas/types/orders.ts';
import type { Payment } from '../../../../schemas/types/payments.ts';
import type { Shipment } from '../../../../schemas/types/shipments.ts';
import type { Stock } from '../../../../schemas/types/stock.ts';
import { factsOf } from '../../../property/log.ts';
import { tellStory } from '../../../property/run.ts';
import type { Scenario } from '../../../property/scenario.ts';
import { type OrderPlan, planShop, type ShopPlan } from '../../shop/plan.ts';
import type { Account } from '../account.ts';

const quantity = 2;
const stock = 40;

const scenario: Scenario = {
  skus: [{ price: 5, stock }],
  earned: [0],
  strict: false,
  orders: [
    {
      customer: 0,
      lines: [{ sku: 0, quantity }],
      decline: false,
      refuseCapture: false,
      cancel: null,
      repeats: false,
      deliveryFails: false,
      sendBack: 0,
      keeps: false,
      lost: 0,
      unreadableAddress: false,
      points: 0,
    },
  ],
  time: false,
  late: false,
  asleep: null,
  changes: false,
  rude: false,
  bytes: false,
};

const plan: OrderPlan = {
  index: 0,
  orderId: 'o-0',
  customerId: 'c-0',
  lines: [{ sku: 's-0', quantity }],
  cancel: null,
  repeats: false,
  reuses: false,
  packsIn: 0,
  dispatchesIn: 0,
  deliversIn: 0,
  deliveryFails: false,
  sendsBack: 0,
  keepsRest: false,
  backInTwo: false,
  lost: 0,
  points: 0,
  leaves: null,
};

/** One order that was delivered, as our own deciders tell it: to be broken, so that the verifier has to see it. */
export function delivered() {
  const world = tellStory({ scenario, script: [] });
  const newest = <T>(topic: string, key: string): T => factsOf<T>(world, topic).get(key) as T;
  const known = world.provider.accounts.get('o0');
  const account: Account = {
    authorisations: 1,
    authorised: known?.authorised ?? 0,
    voids: 0,
    captures: known?.captures ?? 0,
    captured: known?.captured ?? 0,
    refunded: known?.refunded ?? 0,
  };
  const all = world.log.topic('orders').flat();
  // What was published once more at the end is none of the story.
  const facts = all.map(({ value }) => value as FatEvent).filter(({ event }) => !isRepublished(event.causes));
  const shop: ShopPlan = planShop(1, 1);
  return {
    shop,
    plan,
    account,
    facts,
    received: stock,
    stock: newest<Stock>('stock', 's0'),
    story: {
      order: newest<Order>('orders', 'o0'),
      payment: newest<Payment>('payments', 'o0'),
      allocation: newest<Allocation>('allocations', 'o0'),
      shipment: newest<Shipment>('shipments', 'o0'),
      activity: newest<OrderActivity>('order-activity', 'o0'),
      notification: newest<Notification>('notifications', 'o0'),
    },
  };
}

const isRepublished = (causes: readonly string[]): boolean => causes.some(cause => cause.startsWith('republish'));
