import { createRequestSender } from '../../api/requests/sender.ts';
import { openConnection } from '../../cli/connect/connection.ts';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { Program } from '../program.ts';
import { type CpuUse, cpuUse, difference, memoryOf } from './cpu.ts';
import { type Load, openLoad, type Round } from './load.ts';
import { type Shop, startWorker } from './program.ts';
import { since, type Written, written } from './records.ts';
import { stockTheShop } from './shop.ts';
import { type StateSize, stateSizes } from './states.ts';
import { type Transactions, transactionsOf, untilQuiet } from './transactions.ts';

/** One shop under load: its processes, and who places the orders. */
export type Side = {
  readonly name: string;
  /** As `Load.round`, with what it cost. */
  round(...what: Parameters<Load['round']>): Promise<Measured>;
  /** How many were placed so far. */
  orders(): number;
  /** What its states take on disk, by processor. */
  states(): readonly StateSize[];
  /** What its orders have put on the topics. */
  written(): Promise<readonly Written[]>;
  /** What its processes take now, bytes. */
  memory(): readonly number[];
  stop(): Promise<void>;
};

export type Measured = Round & {
  readonly cpu: CpuUse;
  readonly transactions: Transactions;
  /** s from the first request to the last end. */
  readonly took: number;
  /** s from then on, until mails and all else that is off the orders' way was done as well; null: not in time. */
  readonly restAfter: number | null;
};

const QUIET_PATIENCE_MS = 60_000;

const requestTopics = [
  'order-requests',
  'product-requests',
  'stock-receipts',
  'customer-requests',
  'shipment-requests',
];

export type SideOptions = {
  readonly name: string;
  readonly shop: Shop;
  /** Below which process the servers are. */
  readonly servers: Program;
  readonly mail: Program;
  readonly processes: number;
};

export async function openSide({ name, shop, servers, mail, processes }: SideOptions): Promise<Side> {
  const workers: Program[] = [];
  for (let n = 1; n < processes; n++) workers.push(await startWorker(shop));
  const longplay = [shop, ...workers].map(({ pid }) => pid);
  const pids = { longplay, servers: servers.pid, mail: mail.pid };
  const settings = loadSettings({ ...shop.env });
  const connection = await openConnection(settings, process, requestTopics);
  const { log, prefix, wire } = connection;
  const sender = createRequestSender({ log, prefix, wire, vault: await connection.vault(), source: '/bench' });
  await stockTheShop(sender);
  await untilQuiet(log, QUIET_PATIENCE_MS);
  const stocked = await written(log, prefix);
  const load = await openLoad({ log, prefix, wire, sender });

  let orders = 0;

  return {
    name,
    orders: () => orders,
    round: async (...what) => {
      const before = cpuUse(pids);
      const counted = await transactionsOf(log, prefix);
      const began = performance.now();
      const found = await load.round(...what);
      orders += found.orders;
      const took = (performance.now() - began) / 1_000;
      const quiet = await untilQuiet(log, QUIET_PATIENCE_MS);
      const restAfter = quiet ? (performance.now() - began) / 1_000 - took : null;
      const cpu = difference(cpuUse(pids), before);
      return { ...found, cpu, took, restAfter, transactions: await counted() };
    },
    states: () => stateSizes(settings.home, prefix),
    written: async () => since(await written(log, prefix), stocked),
    memory: () => longplay.map(memoryOf),
    stop: async () => {
      await load.stop();
      await sender.close();
      await connection.close();
      await Promise.all(workers.map(worker => worker.stop()));
    },
  };
}
