import type { RequestSender } from '../../api/requests/sender.ts';
import type { Log, LogBatch } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { type Clock, topicOf, type Wire } from '../../runtime/tasks/engine.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { followTopic } from '../tail/follow.ts';
import { patiently } from '../tail/patiently.ts';
import { nextPack } from './next-pack.ts';
import { defaultDelays, nextReport, type Report, type WarehouseDelays } from './next-report.ts';

export type WarehouseOptions = {
  readonly log: Log;
  /** Of the installation's topics. */
  readonly prefix: string;
  readonly wire: Pick<Wire, 'reader'>;
  /** Not closed by the warehouse. */
  readonly sender: Pick<RequestSender, 'sendAll'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly delays?: Partial<WarehouseDelays>;
};

export type Warehouse = {
  /** Reports nothing more, after what is under way. */
  stop(): Promise<void>;
};

/** Most reports that are sent at once. */
const AT_ONCE = 500;
/** Shortest time between two looks at what is due, ms: reports gather meanwhile. */
const PAUSE_MS = 20;

type Reader = ReturnType<Wire['reader']>;
type Next = (fact: never, delays: WarehouseDelays) => Report | null;

/** What is to be done is on these topics. */
const WORK: Readonly<Record<string, Next>> = {
  shipments: (shipment: Shipment, delays) => nextReport(shipment, delays),
  'welcome-packs': (pack: WelcomePack, delays) => nextPack(pack, delays),
};

/**
 * A warehouse and a carrier that do what every shipment and every welcome pack waits for, by themselves. They keep
 * nothing: what is to be done is on the log, and what was reported twice counts once.
 */
export function startWarehouse(options: WarehouseOptions): Warehouse {
  const { log, prefix, sender, clock, logger } = options;
  const delays = { ...defaultDelays, ...options.delays };
  const stopping = new AbortController();
  const { signal } = stopping;
  const pending = new Map<string, Report>();
  let wake: () => void = () => undefined;

  const follow = (name: string, next: Next): Promise<void> => {
    const reader = options.wire.reader(name);
    const topic = topicOf({ prefix }, name);
    const onBatch = (batch: LogBatch) => take(name, next, reader, batch);
    return followTopic({ log, topic, signal, logger, onBatch }).catch(ended('it cannot read'));
  };

  const take = async (name: string, next: Next, reader: Reader, { records }: LogBatch): Promise<void> => {
    await reader.prepare(records.map(record => record.value));
    for (const { key, value, topic, partition, offset } of records) {
      if (key === null) continue;
      const about = `${name} ${key.toString('utf8')}`;
      pending.delete(about);
      try {
        const fact = reader.decode(value) as never;
        const report = fact === null ? null : next(fact, delays);
        if (report !== null) pending.set(about, report);
      } catch (err) {
        logger.warn({ err }, `The warehouse cannot read ${topic}[${partition}] at ${offset}, and leaves it alone.`);
      }
    }
    wake();
  };

  const sleepUntil = (time: number): Promise<void> =>
    new Promise(resolve => {
      const wait = Math.max(PAUSE_MS, time - clock.now());
      // Beyond what a timer takes: woken by the next fact, or after a day to look again.
      const off = clock.after(Math.min(wait, DAY_MS), () => done());
      const done = () => {
        off();
        signal.removeEventListener('abort', done);
        wake = () => undefined;
        resolve();
      };
      // A new fact may be due sooner than what is slept for; looking again costs nothing.
      wake = () => {
        if (time > clock.now() + PAUSE_MS) done();
      };
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });

  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const now = clock.now();
      let earliest = now + DAY_MS;
      const due: [string, Report][] = [];
      for (const [about, report] of pending) {
        if (report.due > now) earliest = Math.min(earliest, report.due);
        else if (due.length < AT_ONCE) due.push([about, report]);
      }
      if (due.length === 0) {
        await sleepUntil(earliest);
        continue;
      }
      await patiently('Reporting from the warehouse', { signal, logger }, () =>
        sender.sendAll(due.map(([, report]) => report.request(clock.now()))),
      );
      for (const [about, report] of due) if (pending.get(about) === report) pending.delete(about);
      await sleepUntil(0);
    }
  };

  const ended = (what: string) => (err: unknown) => {
    if (!signal.aborted) logger.error({ err }, `The warehouse stand-in has stopped: ${what}.`);
  };
  const running = Promise.all([
    ...Object.entries(WORK).map(([name, next]) => follow(name, next)),
    work().catch(ended('it cannot report')),
  ]);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

const DAY_MS = 86_400_000;
