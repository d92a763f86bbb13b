import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import { processors } from '../../streams/topology.ts';
import { endsOf } from './ends.ts';
import { catchUp } from './rest.ts';
import { republish } from './storm.ts';
import { crash, type Task } from './task.ts';
import { factsOf, type World } from './world.ts';

/** A law of DESIGN §4 that does not hold. */
export class LawBroken extends Error {}

function law(holds: boolean, sentence: () => string): void {
  if (!holds) throw new LawBroken(sentence());
}

/** What must be true of every fact that was ever written, whatever compaction has left. */
export function checkFacts({ log }: World): void {
  for (const { owns, historyBound } of processors) {
    const versions = new Map<string, number>();
    for (const { key, value } of log.topic(owns).flat()) {
      const fact = value as FatEvent;
      law(
        fact.version === (versions.get(key) ?? 0) + 1,
        () => `${owns} ${key}: v${fact.version} after ${versions.get(key)}`,
      );
      versions.set(key, fact.version);
      law(fact.history.length <= historyBound, () => `${owns} ${key}: history of ${fact.history.length}`);
      law(fact.deadlines.length <= 16 && fact.effects.length <= 16, () => `${owns} ${key}: too much is owed`);
      if (owns === 'stock') checkStock(fact as unknown as Stock);
    }
  }
}

function checkStock({
  sku,
  received,
  counted,
  writtenOff,
  restocked,
  onHand,
  consumed,
  reserved,
  applied,
}: Stock): void {
  law(received + counted - writtenOff + restocked === onHand + consumed, () => `${sku}: goods appear or vanish`);
  law(reserved >= 0 && onHand >= reserved, () => `${sku}: ${reserved} reserved of ${onHand}`);
  law(applied.length <= 8_192, () => `${sku}: the ring grows`);
}

/** What must be true when nothing moves any more. */
export function checkRest(world: World): void {
  checkGoods(world);
  for (const order of factsOf<Order>(world, 'orders').values()) {
    checkEnd(world, order);
    checkMoney(world, order);
  }
  for (const id of world.provider.accounts.keys()) {
    law(factsOf(world, 'orders').has(id), () => `${id}: charged without an order`);
  }
  checkOutcomes(world);
  const broken = world.alarms.find(alarm => alarm.includes('stock-refused'));
  law(broken === undefined, () => `alarm: ${broken}`);
}

function checkGoods(world: World): void {
  const allocations = [...factsOf<Allocation>(world, 'allocations').values()];
  const orders = factsOf<Order>(world, 'orders');
  const lines = allocations.flatMap(one => one.lines.map(line => ({ ...line, orderId: one.orderId })));
  for (const stock of factsOf<Stock>(world, 'stock').values()) {
    const of = lines.filter(line => line.sku === stock.sku);
    const reserved = total(of.filter(({ status }) => status === 'RESERVED').map(({ quantity }) => quantity));
    law(reserved === stock.reserved, () => `${stock.sku}: ${stock.reserved} reserved, lines say ${reserved}`);
    const taken = of.filter(({ status }) => status === 'CONSUMED' || status === 'RESTOCKED');
    const consumed = total(taken.map(({ quantity }) => quantity));
    const back = total(taken.map(({ restockedQuantity }) => restockedQuantity));
    law(consumed - back === stock.consumed - stock.restocked, () => `${stock.sku}: consumed differs from the lines`);
    const receipts = [...world.asked.values()].filter(
      ({ topic, key, id, value }) =>
        topic === 'stock-receipts' &&
        key === stock.sku &&
        value.type === 'RECEIVED' &&
        world.outcomes.get(`${id} ${value.bodyHash}`)?.[0]?.answer === 'ACCEPTED',
    );
    const received = total(receipts.map(({ value }) => (value as unknown as StockReceipt).quantity));
    law(received === stock.received, () => `${stock.sku}: received ${stock.received}, accepted ${received}`);
  }
  for (const line of lines) {
    const ended = ['REJECTED', 'CANCELLED', 'DELIVERED', 'RETURNED'].includes(orders.get(line.orderId)?.status ?? '');
    law(line.asked === null, () => `${line.orderId}/${line.line}: stock owes an answer`);
    law(
      line.status !== 'RESERVED' || !ended,
      () => `${line.orderId}/${line.line}: reserved for an order that has ended`,
    );
  }
}

/** Every order has come to a declared end, and nobody owes it anything but what a person has to see. */
function checkEnd(world: World, order: Order): void {
  const plan = world.scenario.orders[Number(order.orderId.slice(1))];
  law(plan !== undefined, () => `${order.orderId}: nobody placed it`);
  const ends = plan === undefined ? new Set() : endsOf(world.scenario, plan);
  law(ends.has(order.status), () => `${order.orderId}: ended ${order.status}, declared are ${[...ends].join(', ')}`);
  law(order.deadlines.length === 0 && order.askedVersion === null, () => `${order.orderId}: final, yet owed`);
  law(order.cancellation?.status !== 'OPEN', () => `${order.orderId}: the cancel was never decided`);
  const payment = factsOf<Payment>(world, 'payments').get(order.orderId);
  const shipment = factsOf<Shipment>(world, 'shipments').get(order.orderId);
  law(payment !== undefined && shipment !== undefined, () => `${order.orderId}: a neighbour never answered`);
  const refused = plan?.refuseCapture === true && payment?.status === 'FAILED';
  if (refused) {
    law(payment?.deadlines[0]?.owedBy === 'operator', () => `${order.orderId}: a failure that nobody owes`);
  } else {
    law(payment?.failure === null && payment.deadlines.length === 0, () => `${order.orderId}: payment is not at rest`);
  }
  law(payment?.effects.length === 0, () => `${order.orderId}: an effect is pending`);
}

/** At rest, captured − refunded = value of what was dispatched and not returned; and the provider's books agree. */
function checkMoney(world: World, order: Order): void {
  const payment = factsOf<Payment>(world, 'payments').get(order.orderId);
  const shipment = factsOf<Shipment>(world, 'shipments').get(order.orderId);
  const account = world.provider.accounts.get(order.orderId);
  const captured = payment?.captured?.amount ?? 0;
  const refunded = payment?.refunded?.amount ?? 0;
  law(
    captured === (account?.captured ?? 0),
    () => `${order.orderId}: captured ${captured}, the provider ${account?.captured}`,
  );
  law(
    refunded === (account?.refunded ?? 0),
    () => `${order.orderId}: refunded ${refunded}, the provider ${account?.refunded}`,
  );
  if (payment?.status === 'FAILED') return;
  const dispatched = shipment?.dispatchedAt != null;
  const kept = total(
    order.lines.map(({ line, quantity, unitPrice }) => {
      const back = shipment?.lines.find(one => one.line === line)?.refundedQuantity ?? 0;
      return dispatched ? (quantity - back) * (unitPrice?.amount ?? 0) : 0;
    }),
  );
  law(captured - refunded === kept, () => `${order.orderId}: ${captured} - ${refunded} taken for ${kept}`);
  const held = account !== undefined && !account.voided && account.captures === 0;
  law(!held, () => `${order.orderId}: an authorisation is left behind`);
}

/** Every request from outside ends in one outcome; an erasure ends later. */
function checkOutcomes(world: World): void {
  for (const [about, asking] of world.asked) {
    const outcomes = world.outcomes.get(about) ?? [];
    if (asking.value.type === 'ERASE' && outcomes.length === 0) continue;
    const unknown = outcomes.some(({ reason }) => reason?.startsWith('unknown-') === true);
    const text = () =>
      `${about}: ${outcomes.map(({ answer, reason }) => `${answer} ${reason}`).join(', ') || 'no outcome'}`;
    // What nobody knows yet can't be remembered either: asked again, it is judged again.
    law(outcomes.length === 1 || (unknown && outcomes.length === 2), text);
  }
}

/** At rest, publishing everything again and reading everything again changes only versions. */
export function checkQuiet(world: World): void {
  for (const task of world.tasks) {
    const before = stateOf(task);
    crash(task, world.log);
    law(stateOf(task) === before, () => `${task.processor.name}: state differs from the own topic`);
  }
  const seen = count(world);
  for (const task of world.tasks) for (const key of task.state.keys()) republish(world, task, key);
  const republished = count(world) - seen;
  catchUp(world);
  law(count(world) === seen + republished, () => 'publishing again led to something new');
  if (world.scenario.rude) return;
  for (const task of world.tasks) for (const topic of task.positions.keys()) task.positions.set(topic, 0);
  catchUp(world);
  law(count(world) === seen + republished, () => 'reading everything again led to something new');
}

const stateOf = ({ state }: Task): string =>
  JSON.stringify([...state].sort(([left], [right]) => (left < right ? -1 : 1)));

const count = ({ log, outcomes }: World): number =>
  total(processors.map(({ owns }) => total(log.topic(owns).map(({ length }) => length)))) +
  total([...outcomes.values()].map(({ length }) => length));

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
