import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../runtime/errors.ts';
import type { Log, LogAdmin } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { seldom } from '../../runtime/observe/seldom.ts';
import type { Station } from '../../schemas/station.ts';
import type { FlowReads } from '../routes/flow-reads.ts';
import type { LawReads } from '../routes/law-reads.ts';
import { alarmsOf, type FlowAlarm, type FlowNews } from './alarms.ts';
import type { Flow } from './flow.ts';
import { type LawLook, openLawLook } from './laws/look.ts';
import type { Violation } from './laws/suspects.ts';
import { type OverdueLook, openOverdueLook } from './overdue.ts';
import { openTelling, type Telling } from './telling.ts';
import type { WatchRow } from './watch-state.ts';

export type FlowWatchOptions = {
  readonly flow: Pick<Flow, 'counts'>;
  readonly reads: LawReads;
  /** Open cases that block these keys. */
  readonly blocking: FlowReads['blocking'];
  readonly admin: LogAdmin;
  /** Reads what owners write, record by record. */
  readonly log: Pick<Log, 'readPartition'>;
  readonly prefix: string;
  readonly topology: readonly Station[];
  readonly logger: Pick<Logger, 'error' | 'info' | 'warn'>;
  /**
   * Told of each that begins or is over: once, and again where the process ends before it answers, or it was turned away.
   * Whether it was told, or given up for good. Default: nobody but the log.
   */
  readonly alarm?: (alarm: FlowAlarm) => Promise<boolean>;
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

/** A look that fails is told so often, ms: whoever is away is told of elsewhere too. */
const FAILURE_TOLD_MS = 60_000;

/** Violations of a law that are kept one by one, for whoever asks or goes on. */
const MOST_KEPT = 100;

const NOTHING_YET: WatchRow = {
  lookedAt: null,
  round: { beganAt: 0, after: '', orders: 0 },
  last: null,
  violations: [],
  broken: {},
  raised: [],
};

/** Looks for overdue steps and broken laws, for ever, in one process at a time; tells when one begins and when it is over. */
export function startFlowWatch(options: FlowWatchOptions): FlowWatch {
  const { reads, logger, alarm = async () => true, holder } = options;
  const { every = 5_000, slice = 500, roundEvery = 60_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const toTell = seldom(FAILURE_TOLD_MS);
  let turn: { readonly overdue: OverdueLook; readonly laws: LawLook; readonly telling: Telling } | null = null;
  let prepared: Promise<void> | null = null;

  /** Null: it failed. That is said once in a while; what is being filled from history says so itself. */
  const attempt = async <T>(of: string, what: () => Promise<T>): Promise<T | null> => {
    try {
      return await what();
    } catch (err) {
      const filling = err instanceof LongplayError && err.code === 'LP_API_VIEWS_FILLING';
      if (!filling && toTell(of) !== null) logger.warn({ err }, `${of} could not be looked at.`);
      return null;
    }
  };

  const tellOne = (one: FlowAlarm, again: boolean): Promise<boolean> => {
    // The log has it already.
    if (again) return alarm(one);
    if (one.count > 0) logger.error({ alarm: true, about: one.about, count: one.count }, one.text);
    else logger.info({ alarm: true, about: one.about }, one.text);
    return alarm(one);
  };

  /** Null: another one has taken over, and tells himself. */
  const tellAndKeep = async (telling: Telling, state: WatchRow, news: FlowNews): Promise<WatchRow | null> => {
    const keep = async (): Promise<WatchRow | null> => {
      const kept = { ...state, raised: telling.told() };
      return (await reads.keep(holder, kept)) ? kept : null;
    };
    const { tell, raised } = alarmsOf(telling.raised(), news);
    // Whose turn it is not tells nothing.
    const kept = await keep();
    if (kept === null || tell.length === 0) return kept;
    await telling.tell(tell, raised);
    return await keep();
  };

  /** Overdue steps first: whatever is wrong with the laws, they are told. */
  const look = async (): Promise<boolean> => {
    prepared ??= reads.prepare().catch(error => {
      prepared = null;
      throw error;
    });
    await prepared;
    const taken = await reads.take(holder);
    if (taken === null) return false;
    const before = taken.state ?? NOTHING_YET;
    turn ??= {
      overdue: openOverdueLook(options),
      laws: openLawLook({ ...options, slice, roundEvery }, before),
      telling: openTelling(before.raised, tellOne, () => signal.aborted),
    };
    const { overdue, laws, telling } = turn;
    const counts = await attempt('Overdue steps', overdue);
    const between = await tellAndKeep(telling, before, { counts, violations: null });
    if (between === null) return false;
    const seen = await attempt('Laws', () => laws(between));
    if (seen === null) return true;
    const { violations, more } = seen;
    const state = { ...between, ...seen, lookedAt: Date.now(), violations: firstOf(violations) };
    return (await tellAndKeep(telling, state, { counts: null, violations, ...(more && { more }) })) !== null;
  };

  const running = (async () => {
    while (!signal.aborted) {
      // One who has lost its turn begins anew when it has it again.
      if ((await attempt('Flow and laws', look)) === false) turn = null;
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

/** A law that is broken in many places does not crowd the others out. */
const firstOf = (all: readonly Violation[]): Violation[] =>
  [...Map.groupBy(all, ({ law }) => law).values()].flatMap(its => its.slice(0, MOST_KEPT));
