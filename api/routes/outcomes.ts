import type { FastifyBaseLogger } from 'fastify';
import type { Database } from './database.ts';
import { type FactRef, shownFacts } from './shown-facts.ts';

/** What became of a request. */
export type KnownOutcome = {
  readonly requestId: string;
  readonly bodyHash: string;
  readonly answer: 'ACCEPTED' | 'REJECTED' | 'UNKNOWN';
  readonly processor: string;
  readonly type: string;
  readonly key: string;
  /** ACCEPTED: the fact that holds it. */
  readonly fact: FactRef | null;
  /** REJECTED: why, as a code, and the fields at fault. */
  readonly reason: string | null;
  readonly fields: readonly string[];
  readonly decidedAt: string;
};

export type Awaited = {
  readonly outcome: KnownOutcome;
  /** Whether the read models show the fact, so that whoever reads now reads it. */
  readonly shown: boolean;
};

export type Outcomes = {
  /** The outcomes of a request: more than one only where another body came under the same id. */
  find(requestId: string): Promise<readonly KnownOutcome[]>;
  /**
   * Waits until the request is decided and, where it was accepted, reads show it; at most so long, ms. Null where it is
   * not decided by then, or the signal aborts.
   */
  wait(requestId: string, bodyHash: string, within: number, signal: AbortSignal): Promise<Awaited | null>;
  /** Lets all who wait go, now and from now on. */
  stop(): void;
};

/** Pause between two looks, ms. All who wait share them. */
const LOOK_EVERY_MS = 20;

type Waiting = {
  readonly requestId: string;
  readonly bodyHash: string;
  outcome: KnownOutcome | null;
  settle(shown: boolean): void;
};

export function watchOutcomes(database: Database, logger: Pick<FastifyBaseLogger, 'warn'>): Outcomes {
  const { sql, views, ask } = database;
  const waiting = new Set<Waiting>();
  let looking = false;
  let stopped = false;

  const read = async (ids: readonly string[]): Promise<KnownOutcome[]> => {
    const rows = await ask(sql<Row[]>`
      select * from ${sql(views)}.requests
      where request_id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json))`);
    return rows.map(outcomeOf);
  };

  const lookOnce = async (): Promise<void> => {
    const undecided = [...waiting].filter(one => one.outcome === null);
    const found = undecided.length === 0 ? [] : await read([...new Set(undecided.map(({ requestId }) => requestId))]);
    for (const one of undecided) {
      one.outcome =
        found.find(({ requestId, bodyHash }) => requestId === one.requestId && bodyHash === one.bodyHash) ?? null;
      if (one.outcome !== null && one.outcome.fact === null) one.settle(true);
    }
    const facts = [...waiting].flatMap(({ outcome }) => outcome?.fact ?? []);
    const shown = await shownFacts(database, facts);
    for (const one of waiting) if (one.outcome?.fact != null && shown.has(one.outcome.fact)) one.settle(true);
  };

  const look = async (): Promise<void> => {
    looking = true;
    let complained = false;
    while (waiting.size > 0) {
      try {
        await lookOnce();
      } catch (err) {
        // The requests are on the log; who waits for one is told so when his time is over.
        if (!complained) logger.warn({ err }, 'outcomes cannot be read for the moment');
        complained = true;
      }
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
    looking = false;
  };

  return {
    find: requestId => read([requestId]),
    wait: (requestId, bodyHash, within, signal) =>
      new Promise(resolve => {
        const one: Waiting = {
          requestId,
          bodyHash,
          outcome: null,
          settle: shown => {
            clearTimeout(timer);
            waiting.delete(one);
            resolve(one.outcome === null ? null : { outcome: one.outcome, shown });
          },
        };
        const timer = setTimeout(() => one.settle(false), within);
        waiting.add(one);
        if (stopped || signal.aborted) one.settle(false);
        else signal.addEventListener('abort', () => one.settle(false), { once: true });
        if (!looking) void look();
      }),
    stop: () => {
      stopped = true;
      for (const one of waiting) one.settle(false);
    },
  };
}

type Row = {
  request_id: string;
  body_hash: string;
  answer: KnownOutcome['answer'];
  processor: string;
  request_type: string;
  request_key: string;
  fact_topic: string | null;
  fact_key: string | null;
  fact_version: string | null;
  reason: string | null;
  fields: string[];
  decided_at: Date;
};

const outcomeOf = (row: Row): KnownOutcome => ({
  requestId: row.request_id,
  bodyHash: row.body_hash,
  answer: row.answer,
  processor: row.processor,
  type: row.request_type,
  key: row.request_key,
  fact:
    row.fact_topic === null || row.fact_key === null
      ? null
      : { topic: row.fact_topic, key: row.fact_key, version: Number(row.fact_version) },
  reason: row.reason,
  fields: row.fields,
  decidedAt: row.decided_at.toISOString(),
});
