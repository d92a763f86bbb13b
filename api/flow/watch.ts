import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../runtime/errors.ts';
import type { LogAdmin } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { seldom } from '../../runtime/observe/seldom.ts';
import { processorLag } from '../../runtime/tasks/lag.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import type { Station } from '../../schemas/station.ts';
import type { FlowReads } from '../routes/flow-reads.ts';
import { LAW_VIEWS, type LawReads } from '../routes/law-reads.ts';
import { alarmsOf, type FlowAlarm } from './alarms.ts';
import type { Flow } from './flow.ts';
import { type Broken, brokenByOrder, brokenByStock } from './laws/check.ts';
import { createSuspects, type Looked, type Progress } from './laws/suspects.ts';
import { openOverdueLook } from './overdue.ts';
import type { WatchRow } from './watch-state.ts';

export type FlowWatchOptions = {
  readonly flow: Pick<Flow, 'counts'>;
  readonly reads: LawReads;
  /** Open cases that block these keys. */
  readonly blocking: FlowReads['blocking'];
  readonly admin: LogAdmin;
  readonly prefix: string;
  readonly topology: readonly Station[];
  readonly logger: Pick<Logger, 'error' | 'info' | 'warn'>;
  /** Told once of each that begins or is over. Default: nobody but the log. */
  readonly alarm?: (alarm: FlowAlarm) => void;
  /** Names this process: one at a time looks. */
  readonly holder: string;
  /** Between two looks, ms. Default 5 s: an alarm comes so much later. */
  readonly every?: number;
  /** Orders that a look holds to the laws. Default 500: 100,000 take 17 minutes, and 1 % of a core. */
  readonly slice?: number;
  /** From one round to the next, ms, at least. Default a minute. */
  readonly roundEvery?: number;
};

export type FlowWatch = { stop(): Promise<void> };

/** Processors that write what the laws are about. */
const OF_LAWS: ReadonlySet<string> = new Set(['orders', 'payments', 'allocations', 'stock', 'shipping']);

const isOfLaws = (processor: string): boolean => OF_LAWS.has(processor) || processor.startsWith('projections.');

/** A look that fails is told so often, ms: whoever is away is told of elsewhere too. */
const FAILURE_TOLD_MS = 60_000;

/** Violations that are told one by one. */
const MOST_TOLD = 100;

const NOTHING_YET: WatchRow = {
  lookedAt: 0,
  round: { beganAt: 0, after: '', orders: 0 },
  last: null,
  violations: [],
  broken: {},
  raised: [],
};

type OrderRows = Awaited<ReturnType<LawReads['ordersOf']>>;

const lookedAt = <T extends { readonly shown: string }>(rows: readonly T[], check: (row: T) => Broken[]): Looked[] =>
  rows.flatMap(row => check(row).map(broken => ({ broken, shown: row.shown })));

/** Looks for overdue steps and broken laws, for ever, in one process at a time; tells when one begins and when it is over. */
export function startFlowWatch(options: FlowWatchOptions): FlowWatch {
  const { flow, reads, blocking, admin, prefix, topology, logger, alarm, holder } = options;
  const { every = 5_000, slice = 500, roundEvery = 60_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let overdue = openOverdueLook({ flow, reads, admin, prefix });
  const toTell = seldom(FAILURE_TOLD_MS);
  let suspects = createSuspects();
  let holds = false;
  let prepared: Promise<void> | null = null;

  const progressNow = async (): Promise<Progress> => {
    const stations = topology.filter(({ processor }) => OF_LAWS.has(processor));
    const [lags, owned, positions] = await Promise.all([
      Promise.all(stations.map(one => processorLag({ log: { admin }, prefix }, { ...one, name: one.processor }))),
      Promise.all(stations.map(({ owns }) => admin.offsets(topicName(prefix, owns)))),
      reads.positions(),
    ]);
    const inputs = lags.flat().map(one => ({ ...one, of: `${topicName(prefix, one.topic)} ${one.partition}` }));
    return {
      ends: new Map([
        ...inputs.map(({ of, end }) => [of, end] as const),
        ...owned.flat().map(({ topic, partition, end }) => [`${topic} ${partition}`, end] as const),
      ]),
      readers: [...inputs.map(({ of, position, start }) => ({ of, at: position ?? start })), ...positions],
    };
  };

  /** What waits behind a case is not at rest, whatever is shown of it. */
  const holdOrders = async (rows: OrderRows, keys: readonly string[], progress: Progress): Promise<void> => {
    const looked = lookedAt(rows, brokenByOrder);
    const cases = await blocking(
      looked.map(({ broken }) => broken.key),
      LAW_VIEWS,
    );
    const waiting = new Set(cases.filter(({ processor }) => isOfLaws(processor)).map(({ key }) => key));
    suspects.take(
      looked.filter(({ broken }) => !waiting.has(broken.key)),
      keys,
      progress,
      Date.now(),
    );
  };

  const holdStock = async (progress: Progress): Promise<number> => {
    if (await reads.lacks(['stock', 'allocated-stock'])) return 0;
    const rows = await reads.stock();
    suspects.take(
      lookedAt(rows, brokenByStock),
      rows.map(({ sku }) => sku),
      progress,
      Date.now(),
    );
    return rows.length;
  };

  /** The next orders of a round; at its end the stock. */
  const goOn = async (before: WatchRow, progress: Progress): Promise<Pick<WatchRow, 'round' | 'last'>> => {
    const { round, last } = before;
    if (round.after === '' && last !== null && Date.now() - last.beganAt < roundEvery) return { round, last };
    const beganAt = round.after === '' ? Date.now() : round.beganAt;
    const rows = await reads.orders(round.after, slice);
    await holdOrders(
      rows,
      rows.map(({ orderId }) => orderId),
      progress,
    );
    const orders = round.orders + rows.length;
    const end = rows.at(-1)?.orderId;
    if (rows.length === slice && end !== undefined) return { round: { beganAt, after: end, orders }, last };
    const skus = await holdStock(progress);
    return { round: { beganAt, after: '', orders: 0 }, last: { beganAt, finishedAt: Date.now(), orders, skus } };
  };

  const look = async (): Promise<void> => {
    prepared ??= reads.prepare().catch(error => {
      prepared = null;
      throw error;
    });
    await prepared;
    const taken = await reads.take(holder);
    if (taken === null) {
      holds = false;
      return;
    }
    const before = taken.state ?? NOTHING_YET;
    if (!holds) {
      suspects = createSuspects(before.violations);
      overdue = openOverdueLook({ flow, reads, admin, prefix });
    }
    holds = true;
    const [counts, progress] = await Promise.all([overdue(), progressNow()]);
    const again = suspects.keys('orders');
    await holdOrders(await reads.ordersOf(again), again, progress);
    if (suspects.keys('skus').length > 0) await holdStock(progress);
    const rounds = await goOn(before, progress);
    const violations = suspects.violations();
    const { tell, raised } = alarmsOf(before.raised, { counts, violations });
    const broken = Object.fromEntries(
      [...Map.groupBy(violations, ({ law }) => law)].map(([law, all]) => [law, all.length]),
    );
    await reads.keep(holder, {
      ...rounds,
      lookedAt: Date.now(),
      violations: violations.slice(0, MOST_TOLD),
      broken,
      raised,
    });
    for (const one of tell) {
      if (one.count > 0) logger.error({ alarm: true, about: one.about, count: one.count }, one.text);
      else logger.info({ alarm: true, about: one.about }, one.text);
      alarm?.(one);
    }
  };

  const running = (async () => {
    while (!signal.aborted) {
      await look().catch(err => {
        // What is being filled from history says so itself.
        const filling = err instanceof LongplayError && err.code === 'LP_API_VIEWS_FILLING';
        if (!filling && toTell('look') !== null) logger.warn({ err }, 'Overdue steps and laws could not be looked at.');
      });
      await sleep(every, undefined, { signal }).catch(() => undefined);
    }
  })();

  return {
    stop: async () => {
      stopping.abort();
      await running;
      await reads.release(holder).catch(() => undefined);
    },
  };
}
