import type { RequestSender } from '../../api/requests/sender.ts';
import type { Log } from '../../runtime/log/port.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { nextReport, orderRequest } from './shop.ts';

/** One order on its way: times in ms of performance.now(). */
type Flight = {
  accepted: number | null;
  confirmed: number | null;
  delivered: number | null;
  /** The newest that was seen. */
  status: string;
};

export type LoadOptions = {
  readonly log: Log;
  readonly prefix: string;
  readonly wire: Wire;
  readonly sender: RequestSender;
};

export type Round = {
  /** Orders a second that were asked for. */
  readonly offered: number;
  readonly orders: number;
  /** ms from the request on the log to CONFIRMED as a read_committed reader sees it, ascending. */
  readonly latencies: readonly number[];
  /** Orders a second that ended, from the first end to the last. */
  readonly rate: number;
  /** Orders that were not at their end when the time for it was over, by where they stood. */
  readonly left: Readonly<Record<string, number>>;
};

export type Load = {
  /** Sends `rate` orders a second for `seconds`; each goes to DELIVERED where there is a warehouse, else to CONFIRMED. */
  round(rate: number, seconds: number, warehouse: boolean, patience: number): Promise<Round>;
  stop(): Promise<void>;
};

/** Follows orders and shipments, and reports for the warehouse what a shipment waits for. */
export async function openLoad({ log, prefix, wire, sender }: LoadOptions): Promise<Load> {
  const flights = new Map<string, Flight>();
  const stopping = new AbortController();
  let warehouse = false;
  let rounds = 0;

  const seen = ({ orderId, status }: Order): void => {
    const flight = flights.get(orderId);
    if (flight === undefined) return;
    flight.status = status;
    if (status === 'CONFIRMED') flight.confirmed ??= performance.now();
    if (status === 'DELIVERED') flight.delivered ??= performance.now();
    if (status === 'REJECTED' || status === 'REJECTING') throw new Error(`Order ${orderId} was rejected.`);
  };

  const goodsMove = ({ orderId, status }: Shipment): void => {
    const report = warehouse && flights.has(orderId) ? nextReport(orderId, status) : null;
    if (report !== null) void sender.send(report);
  };

  const follow = async <V>(name: string, take: (fact: V) => void): Promise<unknown> => {
    const reader = wire.reader(name);
    const partitions = await log.admin.offsets(`${prefix}.${name}`);
    return Promise.all(
      partitions.map(async ({ topic, partition, end }) => {
        const from = { topic, partition, offset: end };
        for await (const batch of log.readPartition({ from, until: null, signal: stopping.signal })) {
          await reader.prepare(batch.records.map(record => record.value));
          for (const { value } of batch.records) if (value !== null) take(reader.decode(value) as V);
        }
      }),
    );
  };
  const following = [follow<Order>('orders', seen), follow<Shipment>('shipments', goodsMove)];

  const round: Load['round'] = async (rate, seconds, withWarehouse, patience) => {
    warehouse = withWarehouse;
    const name = `r${++rounds}`;
    const total = Math.round(rate * seconds);
    const mine: Flight[] = [];
    const begin = performance.now();
    for (let sent = 0; sent < total; ) {
      const due = Math.min(total, Math.floor(((performance.now() - begin) / 1_000) * rate) + 1);
      for (; sent < due; sent++) {
        const flight: Flight = { accepted: null, confirmed: null, delivered: null, status: 'sent' };
        const orderId = `${name}-${sent}`;
        flights.set(orderId, flight);
        mine.push(flight);
        void sender.send(orderRequest(orderId, sent)).then(() => {
          flight.accepted = performance.now();
        });
      }
      await pause(1_000 / rate / 2);
    }
    const endOf = (flight: Flight) => (withWarehouse ? flight.delivered : flight.confirmed);
    const giveUp = performance.now() + patience;
    while (performance.now() < giveUp && mine.some(flight => endOf(flight) === null)) await pause(20);
    flights.clear();
    const ends = mine.map(endOf).filter(end => end !== null);
    const latencies = mine
      .filter(flight => flight.accepted !== null && flight.confirmed !== null)
      // A reader may see the end of a short way before the writer hears that the request was taken.
      .map(flight => Math.max(0, (flight.confirmed as number) - (flight.accepted as number)))
      .sort((a, b) => a - b);
    const rateSeen = ((ends.length - 1) * 1_000) / (Math.max(...ends) - Math.min(...ends));
    return {
      offered: rate,
      orders: total,
      latencies,
      rate: rateSeen,
      left: countBy(mine.filter(flight => endOf(flight) === null)),
    };
  };

  return {
    round,
    stop: async () => {
      stopping.abort();
      await Promise.all(following);
    },
  };
}

const countBy = (flights: readonly Flight[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(flights, one => one.status)].map(([status, list]) => [status, list.length]));

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** The value below which this share of them lies. */
export const percentile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
