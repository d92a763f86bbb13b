import type { RequestSender } from '../../api/requests/sender.ts';
import type { Log } from '../../runtime/log/port.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { nextReport, orderRequest } from './shop.ts';

/** One order on its way: times in ms of performance.now(). */
type Flight = { accepted: number | null; confirmed: number | null; delivered: number | null };

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
  /** Orders a second that ended, from the first request to the last end. */
  readonly rate: number;
  /** Orders that were not at their end when the time for it was over. */
  readonly left: number;
};

export type Load = {
  /** Sends `rate` orders a second for `seconds`; each goes to DELIVERED where there is a warehouse, else to CONFIRMED. */
  round(rate: number, seconds: number, warehouse: boolean, patience: number): Promise<Round>;
  stop(): Promise<void>;
};

/** Follows the topic of orders, and reports for the warehouse what an order waits for. */
export async function openLoad({ log, prefix, wire, sender }: LoadOptions): Promise<Load> {
  const flights = new Map<string, Flight>();
  const stopping = new AbortController();
  let warehouse = false;
  let rounds = 0;

  const seen = ({ orderId, status }: Order): void => {
    const flight = flights.get(orderId);
    if (flight === undefined) return;
    if (status === 'CONFIRMED') flight.confirmed ??= performance.now();
    if (status === 'DELIVERED') flight.delivered ??= performance.now();
    if (status === 'REJECTED' || status === 'REJECTING') throw new Error(`Order ${orderId} was rejected.`);
    const report = warehouse ? nextReport(orderId, status) : null;
    if (report !== null) void sender.send(report);
  };

  const reader = wire.reader('orders');
  const following = (await log.admin.offsets(`${prefix}.orders`)).map(async ({ topic, partition, end }) => {
    const from = { topic, partition, offset: end };
    for await (const batch of log.readPartition({ from, until: null, signal: stopping.signal })) {
      await reader.prepare(batch.records.map(record => record.value));
      for (const { value } of batch.records) if (value !== null) seen(reader.decode(value) as unknown as Order);
    }
  });

  const round: Load['round'] = async (rate, seconds, withWarehouse, patience) => {
    warehouse = withWarehouse;
    const name = `r${++rounds}`;
    const total = Math.round(rate * seconds);
    const mine: Flight[] = [];
    const begin = performance.now();
    for (let sent = 0; sent < total; ) {
      const due = Math.min(total, Math.floor(((performance.now() - begin) / 1_000) * rate) + 1);
      for (; sent < due; sent++) {
        const flight: Flight = { accepted: null, confirmed: null, delivered: null };
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
    const rateSeen = (ends.length * 1_000) / (Math.max(begin, ...ends) - begin);
    return { offered: rate, orders: total, latencies, rate: rateSeen, left: total - ends.length };
  };

  return {
    round,
    stop: async () => {
      stopping.abort();
      await Promise.all(following);
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** The value below which this share of them lies. */
export const percentile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
