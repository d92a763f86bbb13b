import { type FastifyInstance, fastify } from 'fastify';
import { createMemoryBroker, type MemoryBroker } from '../../runtime/log/memory/log.ts';
import type { Log, OutgoingRecord } from '../../runtime/log/port.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { catalogueWire, createShopTopics } from '../../test/topology/shop.ts';
import { problemOf, sendProblem } from '../errors.ts';
import type { Follow } from '../follow/context.ts';
import { openFollow } from '../follow/open-follow.ts';
import type { StreamOptions } from '../follow/sse.ts';
import { createRequestSender, type RequestSender } from '../requests/sender.ts';
import type { Scope } from '../security/scopes.ts';
import { validateStrictly } from '../validation.ts';
import { type EventSource, listenTo } from './event-source.ts';

export type MemoryFollow = {
  readonly app: FastifyInstance;
  readonly broker: MemoryBroker;
  readonly log: Log;
  readonly vault: Vault;
  readonly sender: RequestSender;
  readonly follow: Follow;
  /** Scopes of whoever asks next. */
  readonly scopes: Set<Scope>;
  append(...records: readonly OutgoingRecord[]): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: what a spec asserts of an answer is its shape.
  get(url: string): Promise<{ status: number; headers: Record<string, any>; body: any }>;
  listen(path: string, headers?: Record<string, string>): Promise<EventSource>;
  stop(): Promise<void>;
};

const wire = catalogueWire();

/** What follows the log, on a log in memory with the shop's topics and nobody who works. */
export async function openMemoryFollow(
  register: (app: FastifyInstance, follow: Follow) => Promise<void>,
  streams: StreamOptions = {},
): Promise<MemoryFollow> {
  const broker = createMemoryBroker();
  const log = broker.log('shop');
  await createShopTopics(log, 'shop', 2);
  const vault = createMemoryVault();
  const sender = createRequestSender({ log, prefix: 'shop', wire, vault, source: '/shop/test' });
  const app = fastify();
  const scopes = new Set<Scope>();
  validateStrictly(app);
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, problemOf(error)));
  app.decorateRequest('caller');
  app.addHook('onRequest', async request => {
    request.caller = { kind: 'KEY', id: 'spec', scopes, customerId: null };
  });
  const follow = openFollow(app, { log, wire, prefix: 'shop', vault, streams });
  await register(app, follow);
  const address = await app.listen({ port: 0 });
  const writer = await log.writer();
  return {
    app,
    broker,
    log,
    vault,
    sender,
    follow,
    scopes,
    append: async (...records) => void (await writer.append(records)),
    get: async url => {
      const answer = await app.inject({ url });
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.body === '' ? null : safeJson(answer.body),
      };
    },
    listen: (path, headers) => listenTo(`${address}${path}`, headers),
    stop: async () => {
      await app.close();
      await sender.close();
      await writer.close();
      await log.close();
    },
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
