import type { FastifyBaseLogger } from 'fastify';
import { type Database, listed } from './database.ts';
import { sharedWatch } from './shared-watch.ts';
import { type AskedFact, type FactRef, shownFacts } from './shown-facts.ts';

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
  /** Waits until the request is decided; `bodyHash` null: it is not known which one was taken in. */
  waitDecided(
    requestId: string,
    bodyHash: string | null,
    within: number,
    signal: AbortSignal,
  ): Promise<KnownOutcome | null>;
  /** Waits until the fact is shown by those of the read models that know its topic; whether it was. */
  waitShown(fact: FactRef, of: readonly string[] | null, within: number, signal: AbortSignal): Promise<boolean>;
  /** Lets all who wait go, now and from now on. */
  stop(): void;
};

export function watchOutcomes(database: Database, logger: Pick<FastifyBaseLogger, 'warn'>): Outcomes {
  const { sql, views, ask } = database;
  // The requests are on the log; who waits for one is told so when his time is over.
  const failed = (err: unknown): void => logger.warn({ err }, 'outcomes cannot be read for the moment');

  const read = async (ids: readonly string[]): Promise<KnownOutcome[]> => {
    const rows = await ask(sql<Row[]>`
      select * from ${sql(views)}.requests
      where request_id = any(${listed(sql, ids)})`);
    return rows.map(outcomeOf);
  };

  const decided = sharedWatch<Asked, KnownOutcome>(async asked => {
    const outcomes = Map.groupBy(await read([...new Set(asked.map(one => one.requestId))]), one => one.requestId);
    const found = asked.map(one => [one, theOne(outcomes.get(one.requestId) ?? [], one.bodyHash)] as const);
    return new Map(found.flatMap(([one, outcome]) => (outcome === null ? [] : [[one, outcome] as const])));
  }, failed);

  const shown = sharedWatch<AskedFact, true>(async asked => {
    const there = await shownFacts(database, asked);
    return new Map([...there].map(one => [one, true]));
  }, failed);

  const waitShown: Outcomes['waitShown'] = async (fact, of, within, signal) =>
    (await shown.wait({ ...fact, of }, within, signal)) === true;

  return {
    find: requestId => read([requestId]),
    waitDecided: (requestId, bodyHash, within, signal) => decided.wait({ requestId, bodyHash }, within, signal),
    waitShown,
    wait: async (requestId, bodyHash, within, signal) => {
      const until = performance.now() + within;
      const outcome = await decided.wait({ requestId, bodyHash }, within, signal);
      if (outcome === null || outcome.fact === null) return outcome && { outcome, shown: true };
      const left = Math.max(0, until - performance.now());
      return { outcome, shown: await waitShown(outcome.fact, null, left, signal) };
    },
    stop: () => {
      decided.stop();
      shown.stop();
    },
  };
}

type Asked = { readonly requestId: string; readonly bodyHash: string | null };

/** Where another body came under the same id, the one that was taken in counts, else the one that was not refused. */
export function theOne(outcomes: readonly KnownOutcome[], bodyHash: string | null): KnownOutcome | null {
  if (bodyHash !== null) return outcomes.find(one => one.bodyHash === bodyHash) ?? null;
  return outcomes.find(one => one.reason !== 'idempotency-key-reused') ?? outcomes[0] ?? null;
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
