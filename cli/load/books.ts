import { brokenOrderLaws } from '../../api/flow/laws/order-laws.ts';
import { countGoods } from '../../api/flow/laws/stock-laws.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import type { Owing } from '../../streams/rest.ts';
import type { Connection } from '../connect/connection.ts';
import { add, count, type Sums } from '../sums.ts';
import { receivedOf } from './catalogue.ts';
import type { Names } from './names.ts';
import type { Watch } from './watch.ts';

/** What the topics say of the orders of a seed. */
export type Books = {
  readonly orders: number;
  readonly atRest: number;
  /** By status; NOT_SEEN: asked for, and nothing is known of it. */
  readonly states: Readonly<Record<string, number>>;
  /** Why those are rejected that are. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly ordered: Sums;
  readonly captured: Sums;
  readonly refunded: Sums;
  /** Of those that are not at rest, the first: who owes what. */
  readonly open: readonly { readonly orderId: string; readonly status: string; readonly owes: readonly Owing[] }[];
  readonly laws: {
    /** Orders, skus and versions that were held to them. */
    readonly checked: { readonly orders: number; readonly skus: number };
    /** False: stock is held to what all orders took only where all are at rest. */
    readonly complete: boolean;
    readonly broken: number;
    /** The first ones, a sentence each. */
    readonly first: readonly string[];
  };
};

type Source = Pick<Connection, 'log' | 'wire' | 'prefix'>;

const TOLD = 20;

/** Holds the orders and the stock of a seed to the laws of DESIGN §4, by what was read of the topics. */
export async function keepBooks(source: Source, names: Names, watch: Watch): Promise<Books> {
  const states: Record<string, number> = {};
  const reasons: Record<string, number> = {};
  const sums = { ordered: {}, captured: {}, refunded: {} } satisfies Record<string, Sums>;
  const open: Books['open'][number][] = [];
  const broken: string[] = watch.repeated.map(one => `versions: ${one}`);
  const goods = countGoods();
  let orders = 0;
  let atRest = 0;
  for (const index of watch.indexes()) {
    const facts = watch.factsOf(index);
    const { order, payment, allocation, shipment } = facts;
    const orderId = names.order(index);
    orders += 1;
    count(states, order?.status ?? 'NOT_SEEN', 1);
    if (order?.rejection) count(reasons, order.rejection.code, 1);
    add(sums.ordered, order?.total ?? null);
    add(sums.captured, payment?.captured ?? null);
    add(sums.refunded, payment?.refunded ?? null);
    if (allocation) goods.take(allocation);
    const owes = watch.owed(index);
    if (owes.length > 0 || !order || !payment || !allocation || !shipment) {
      if (open.length < TOLD) open.push({ orderId, status: order?.status ?? 'NOT_SEEN', owes });
      continue;
    }
    atRest += 1;
    broken.push(...brokenOrderLaws({ order, payment, allocation, shipment }).map(one => `${orderId}: ${one}`));
  }
  const stocks = await stocksOf(source, names);
  const complete = atRest === orders;
  if (complete) {
    for (const { sku } of stocks) goods.receive(sku, receivedOf(names, sku));
    broken.push(...goods.broken(stocks));
  }
  return {
    orders,
    atRest,
    states,
    reasons,
    ...sums,
    open,
    laws: {
      checked: { orders: atRest, skus: complete ? stocks.length : 0 },
      complete,
      broken: broken.length,
      first: broken.slice(0, TOLD),
    },
  };
}

/** The newest fact of each sku of the seed. */
async function stocksOf({ log, wire, prefix }: Source, names: Names): Promise<Stock[]> {
  const reader = wire.reader('stock');
  const newest = new Map<string, Buffer>();
  for (const { topic, partition, start, end } of await log.admin.offsets(topicOf({ prefix }, 'stock'))) {
    for await (const { records } of log.readPartition({ from: { topic, partition, offset: start }, until: end })) {
      for (const { key, value } of records) {
        const sku = String(key);
        if (value !== null && sku.startsWith(names.prefix)) newest.set(sku, Buffer.from(value));
      }
    }
  }
  const values = [...newest.values()];
  await reader.prepare(values);
  return values.map(value => reader.decode(value) as unknown as Stock);
}
