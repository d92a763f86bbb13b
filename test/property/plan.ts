import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { factsOf } from './log.ts';
import {
  type Asking,
  cancel,
  customer,
  earnedBefore,
  orderId,
  place,
  putProduct,
  receipt,
  receiveBack,
  sendBack,
  warehouse,
  withdraw,
} from './people.ts';
import { moments, type OrderPlan, type Scenario } from './scenario.ts';
import type { Books } from './world.ts';

/** The customer who asks to be erased, where anything changes. */
export const ERASED = 1;

/** What has to be asked, whenever it comes; a later list waits for the ones before. */
export function plannedAsks(scenario: Scenario): { setup: Asking[]; later: Asking[] } {
  const setup = [
    ...scenario.skus.map(({ price }, index) => putProduct(index, price)),
    ...scenario.skus.flatMap(({ stock }, index) => (stock === 0 ? [] : [receipt(index, 'RECEIVED', stock)])),
    ...scenario.earned.map((_, index) => customer(index, 'REGISTER')),
    ...scenario.earned.flatMap((points, index) => (points === 0 ? [] : [earnedBefore(index, points)])),
  ];
  const orders = scenario.orders.flatMap((plan, index) => [
    place(scenario, index, plan),
    ...(plan.cancel === null ? [] : [cancel(index)]),
  ]);
  const changes = [
    putProduct(0, 11, 1),
    withdraw(1),
    receipt(2, 'WRITTEN_OFF', 2),
    receipt(0, 'COUNTED', 5),
    customer(0, 'CHANGE'),
    customer(ERASED, 'ERASE'),
    customer(ERASED, 'CHANGE', 1),
    customer(ERASED, 'REGISTER', 1),
  ];
  return { setup, later: [...orders, ...(scenario.changes ? changes : [])] };
}

/** Nobody cancels what he has not placed, or changes what is not there; a cancel waits for its moment. */
export function isReady(world: Books, { topic, key, value }: Asking): boolean {
  const index = Number(key.slice(1));
  switch (topic) {
    case 'order-requests':
      return value.type === 'PLACE' || hasComeTo(world, index);
    case 'product-requests':
      return value.bodyHash === 'put' || world.asked.has(`put/${index}/0 put`);
    case 'customer-requests':
      return value.type === 'REGISTER' || world.asked.has(`REGISTER/${index} REGISTER`);
    default:
      return true;
  }
}

function hasComeTo(world: Books, index: number): boolean {
  const moment = world.scenario.orders[index]?.cancel ?? 'RECEIVED';
  const status = factsOf<Order>(world, 'orders').get(orderId(index))?.status;
  if (status === undefined) return moment === 'RECEIVED' && world.asked.has(`place/${index} place`);
  return moments.indexOf(status as (typeof moments)[number]) >= moments.indexOf(moment);
}

/** What the warehouse does next with this shipment. */
export function actFor(world: Books, shipment: Shipment, turn: number): Asking | undefined {
  const plan = world.scenario.orders[Number(shipment.orderId.slice(1))];
  if (plan === undefined) return undefined;
  switch (shipment.status) {
    case 'PREPARING':
      return warehouse(shipment.orderId, 'PACK', turn);
    case 'PACKED':
      return warehouse(shipment.orderId, 'DISPATCH', turn);
    case 'DISPATCHED':
      return warehouse(shipment.orderId, plan.deliveryFails ? 'FAIL' : 'DELIVER', turn);
    case 'FAILED':
    case 'DELIVERED':
    case 'RETURNED': {
      const order = factsOf<Order>(world, 'orders').get(shipment.orderId);
      if (order?.status !== 'RETURNING' || (plan.keeps && !plan.deliveryFails)) return undefined;
      return backTo(world, order, plan);
    }
    default:
      return undefined;
  }
}

/** What of this order comes back next, one by one. */
function backTo(world: Books, order: Order, plan: OrderPlan): Asking | undefined {
  for (const { line, quantity } of order.lines) {
    const announced = order.returns.filter(one => one.lines[0]?.line === line && one.status !== 'EXPIRED').length;
    const most = plan.deliveryFails ? quantity : announced;
    for (let turn = 1; turn <= most; turn++) {
      if (world.asked.has(`RETURN/${order.orderId}/${line}/${turn} back`)) continue;
      return receiveBack(order.orderId, line, turn, turn <= plan.lost);
    }
  }
  return undefined;
}

/** What the customer wants to send back next, one by one. */
export function returnFor(world: Books, index: number, plan: OrderPlan): Asking | undefined {
  const status = factsOf<Order>(world, 'orders').get(orderId(index))?.status;
  if (plan.deliveryFails || (status !== 'DELIVERED' && status !== 'RETURNING')) return undefined;
  for (const [at, { quantity }] of plan.lines.entries()) {
    for (let turn = 1; turn <= Math.min(quantity, plan.sendBack); turn++) {
      if (!world.asked.has(`return/${index}/${at + 1}/${turn} return`)) return sendBack(index, at + 1, turn);
    }
  }
  return undefined;
}
