import type { FastifyBaseLogger } from 'fastify';
import type { Database } from './database.ts';

/** What became of a request. */
export type KnownOutcome = {
  readonly requestId: string;
  readonly bodyHash: string;
  readonly answer: 'ACCEPTED' | 'REJECTED' | 'UNKNOWN';
  readonly processor: string;
  readonly type: string;
  readonly key: string;
  /** ACCEPTED: the fact that holds it. */
  readonly fact: { readonly topic: string; readonly key: string; readonly version: number } | null;
  /** REJECTED: why, as a code, and the fields at fault. */
  readonly reason: string | null;
  readonly fields: readonly string[];
  readonly decidedAt: string;
};

export type Outcomes = {
  /** The outcomes of a request: more than one only where another body came under the same id. */
  find(requestId: string): Promise<readonly KnownOutcome[]>;
  /** Waits at most so long, ms; null where it is not decided by then, or the signal aborts. */
  wait(requestId: string, bodyHash: string, within: number, signal: AbortSignal): Promise<KnownOutcome | null>;
  /** Lets all who wait go. */
  stop(): void;
};

/** Pause between two looks, ms. All who wait share one query. */
const LOOK_EVERY_MS = 20;

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

type Waiting = { readonly requestId: string; readonly bodyHash: string; settle(outcome: KnownOutcome | null): void };

export function watchOutcomes({ sql, views, ask }: Database, logger: Pick<FastifyBaseLogger, 'warn'>): Outcomes {
  const waiting = new Set<Waiting>();
  let looking = false;

  const read = async (ids: readonly string[]): Promise<KnownOutcome[]> => {
    const rows = await ask(sql<Row[]>`
      select * from ${sql(views)}.requests
      where request_id in (select json_array_elements_text(${JSON.stringify(ids)}::text::json))`);
    return rows.map(outcomeOf);
  };

  const look = async (): Promise<void> => {
    looking = true;
    let complained = false;
    while (waiting.size > 0) {
      try {
        const found = await read([...new Set([...waiting].map(({ requestId }) => requestId))]);
        for (const one of waiting) {
          const mine = found.find(
            ({ requestId, bodyHash }) => requestId === one.requestId && bodyHash === one.bodyHash,
          );
          if (mine !== undefined) one.settle(mine);
        }
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
        const settle: Waiting['settle'] = outcome => {
          clearTimeout(timer);
          waiting.delete(one);
          resolve(outcome);
        };
        const one: Waiting = { requestId, bodyHash, settle };
        const timer = setTimeout(() => settle(null), within);
        waiting.add(one);
        if (signal.aborted) settle(null);
        else signal.addEventListener('abort', () => settle(null), { once: true });
        if (!looking) void look();
      }),
    stop: () => {
      for (const one of waiting) one.settle(null);
    },
  };
}

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
