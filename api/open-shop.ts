import type { FastifyInstance } from 'fastify';
import { hospitalDesk } from '../runtime/casebook/desk.ts';
import type { Shop, ShopDependencies } from './context.ts';
import { openFlow } from './flow/flow.ts';
import { watchHalts } from './flow/halts.ts';
import { watchStandings } from './flow/standing.ts';
import { openFollow } from './follow/open-follow.ts';
import { openDatabase } from './routes/database.ts';
import { watchDecisions } from './routes/decisions.ts';
import { flowReads } from './routes/flow-reads.ts';
import { lawReads } from './routes/law-reads.ts';
import { watchOutcomes } from './routes/outcomes.ts';
import { openRequestBook } from './routes/request-book.ts';
import { watchStaleness } from './routes/staleness.ts';
import { watchTurns } from './routes/turns.ts';
import { readVersions } from './routes/versions.ts';
import { watchViewLag } from './routes/view-lag.ts';
import { createWaits } from './waits.ts';

const FORGET_EVERY_MS = 3_600_000;

/** Makes what the shop's routes work with, and ties it to the life of the app. */
export function openShop(app: FastifyInstance, options: ShopDependencies): Shop {
  const { requests, sql, vault, prefix, webhookTargets = 'public', now = Date.now } = options;
  const database = openDatabase(sql, prefix);
  const book = openRequestBook(database);
  const outcomes = watchOutcomes(database, app.log);
  const decisions = watchDecisions(database, app.log);
  const lag = watchViewLag(database, prefix, options.hospital?.admin ?? null, now);
  let forgetting: NodeJS.Timeout | undefined;
  app.addHook('onReady', async () => {
    await book.prepare();
    forgetting = setInterval(() => {
      book.forget().catch(err => app.log.warn({ err }, 'old idempotency keys could not be deleted'));
    }, FORGET_EVERY_MS).unref();
  });
  // Whoever waits for an outcome gets his 202 now; the requests are on the log.
  app.addHook('preClose', async () => {
    clearInterval(forgetting);
    outcomes.stop();
    decisions.stop();
    lag.stop();
  });
  const staleness = watchStaleness(database, prefix, now);
  const hospital =
    options.hospital === undefined
      ? null
      : hospitalDesk({ sql, prefix, writer: requests, ...options.hospital }, database.ask);
  const examiner = options.hospital?.examiner ?? null;
  const follow = options.follow === undefined ? null : openFollow(app, { ...options.follow, prefix, vault });
  const topology = follow?.topology ?? null;
  const halts =
    topology === null
      ? null
      : follow &&
        watchHalts(
          follow,
          topology.map(({ processor }) => processor),
        );
  const standings =
    follow === null || topology === null || halts === null
      ? null
      : watchStandings({ log: follow.log, prefix, topology, halts, now });
  return {
    requests,
    vault,
    database,
    outcomes,
    book,
    staleness,
    decisions,
    turns: watchTurns(database),
    versions: readVersions(database),
    lag,
    waits: createWaits(),
    hospital,
    examiner,
    follow,
    halts,
    flow: openFlow({ reads: flowReads(database, prefix), laws: lawReads(database), standings, now }),
    webhookTargets,
    now,
  };
}
