import type { FastifyInstance, InjectOptions } from 'fastify';
import { projections } from '../../projections/catalogue.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { Tracing } from '../../runtime/observe/tracing/span.ts';
import { tellApplied, tellSent } from '../../runtime/observe/tracing/told.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { type Projector, startProjector } from '../../runtime/projector/projector.ts';
import type { EffectAnswer, Processor } from '../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { catalogueWire, createShopTopics, type Shown, startShop, stations } from '../../test/topology/shop.ts';
import { buildApp } from '../app.ts';
import { createRequestSender } from '../requests/sender.ts';
import { openToEverybody } from '../security/authenticator.ts';
import type { Caller } from '../security/caller.ts';
import { specCaller } from './callers.ts';

/** The whole shop in a spec, asked through its API: real Kafka, real Postgres, the shop's processors, every projection. */
export type ShopApi = {
  readonly app: FastifyInstance;
  readonly shown: Shown;
  readonly sql: Sql;
  readonly vault: Vault;
  readonly projector: Projector;
  /** Asks with a JSON body; answers status, headers and body. */
  ask(method: InjectOptions['method'], url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Another instance of the API on the same installation; whoever asks it is `caller`, by default `specCaller`. */
  another(caller?: Caller): Promise<Pick<ShopApi, 'app' | 'ask'>>;
  stop(): Promise<void>;
};

// biome-ignore lint/suspicious/noExplicitAny: what a spec asserts of an answer is its shape.
export type Answer = { status: number; headers: Record<string, unknown>; body: any };

let count = 0;

export async function openShopApi(
  servers: { readonly brokers: string[]; readonly databaseUrl: string },
  /** Null: no processor runs, so that nothing is decided. */
  provider: ((effect: PendingEffect) => EffectAnswer) | null = effect => ({
    status: 'done',
    reference: `ref-${effect.id}`,
  }),
  { tracing = null, program }: { readonly tracing?: Tracing | null; readonly program?: readonly Processor[] } = {},
): Promise<ShopApi> {
  const prefix = `api-${Date.now().toString(36)}-${++count}`;
  const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
  const log = createKafkajsLog({ brokers: servers.brokers, clientId: prefix, logger });
  const sql = connectPostgres({ url: servers.databaseUrl, tls: 'disable', name: prefix });
  const projectorSql = connectPostgres({ url: servers.databaseUrl, tls: 'disable', name: `${prefix} projector` });
  const vault = createMemoryVault();
  const wire = catalogueWire();
  const shown = { log, prefix, wire };
  await createShopTopics(log, prefix);
  const shop =
    provider === null ? null : await startShop(log, prefix, wire, provider, undefined, program, undefined, tracing);
  const applied = tracing === null ? {} : { applied: tellApplied(tracing) };
  const projector = await startProjector({ log, sql: projectorSql, prefix, wire, logger, projections, ...applied });
  const closing: (() => Promise<unknown>)[] = [];

  const another = async (caller = specCaller) => {
    const sent = tracing === null ? undefined : tellSent(tracing);
    const requests = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/api`, sent });
    const health = { check: async () => ({ ready: true, servers: {} }) };
    const app = buildApp({
      logger,
      health,
      auth: openToEverybody(caller),
      tracing,
      shop: {
        requests,
        sql,
        vault,
        prefix,
        hospital: { admin: log.admin, wire },
        follow: { log, wire, topology: stations, restAfter: 2_000 },
      },
    });
    await app.ready();
    closing.push(async () => {
      await app.close();
      await requests.close();
    });
    const ask: ShopApi['ask'] = async (method = 'GET', url, body, headers = {}) => {
      const payload = body === undefined ? {} : { payload: body as object };
      const answer = await app.inject({ method, url: url as string, headers, ...payload });
      const text = answer.body;
      return { status: answer.statusCode, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
    };
    return { app, ask };
  };

  return {
    ...(await another()),
    shown,
    sql,
    vault,
    projector,
    another,
    stop: async () => {
      for (const close of closing) await close();
      await shop?.stop();
      await projector.stop();
      await sql`drop schema if exists ${sql(viewsSchema(prefix))} cascade`;
      await sql`drop schema if exists ${sql(`${prefix}_api`)} cascade`;
      await Promise.all([sql.end({ timeout: 5 }), projectorSql.end({ timeout: 5 })]);
      await log.close();
    },
  };
}
