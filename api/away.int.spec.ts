import { connect, createServer, type Server, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createMemoryBroker } from '../runtime/log/memory/log.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../runtime/postgres/connect.ts';
import { createMemoryVault } from '../runtime/vault/memory.ts';
import { catalogueWire, createShopTopics } from '../test/topology/shop.ts';
import { buildApp } from './app.ts';
import { createRequestSender, type RequestSender } from './requests/sender.ts';
import { specAuth } from './testing/callers.ts';

const prefix = `away-${Date.now().toString(36)}`;
const order = { customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 1 }] };
let relay: Relay;
let sql: Sql;
let app: FastifyInstance;
let requests: RequestSender;

beforeAll(async () => {
  const url = new URL(inject('databaseUrl'));
  relay = await openRelay(url.hostname, Number(url.port));
  url.hostname = '127.0.0.1';
  url.port = String(relay.port);
  sql = connectPostgres({ url: url.href, tls: 'disable', name: prefix, connections: 2 });
  const log = createMemoryBroker().log('away');
  await createShopTopics(log, prefix);
  const vault = createMemoryVault();
  requests = createRequestSender({ log, prefix, wire: catalogueWire(), vault, source: '/away' });
  const health = { check: async () => ({ ready: true, servers: {} }) };
  app = buildApp({
    logger: createLogger({ level: 'silent' }),
    auth: specAuth,
    health,
    shop: { requests, sql, vault, prefix },
  });
  await app.ready();
});

afterAll(async () => {
  relay.thaw();
  await app.close();
  await sql`drop schema ${sql(`${prefix}_api`)} cascade`;
  await sql.end({ timeout: 5 });
  relay.close();
});

const place = () => app.inject({ method: 'POST', url: '/orders', payload: order });

async function expectUnavailable(): Promise<void> {
  const answer = await place();
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
  expect(answer.json()).toMatchObject({ code: 'LP_API_UNAVAILABLE' });
  expect(answer.body).not.toContain('127.0.0.1');
}

describe('a server that is away', () => {
  it('Postgres, cut off: 503 at once, and 202 as soon as it is back', async () => {
    expect((await place()).statusCode).toBe(202);
    relay.refuse();
    await expectUnavailable();
    relay.accept();
    await vi.waitFor(async () => expect((await place()).statusCode).toBe(202), 10_000);
  });

  it('Postgres, silent: 503 after the time that an answer may take', async () => {
    relay.freeze();
    await expectUnavailable();
    relay.thaw();
    await vi.waitFor(async () => expect((await place()).statusCode).toBe(202), 10_000);
  }, 30_000);

  it('the log: 503, and nothing is said to be taken in', async () => {
    await requests.close();
    await expectUnavailable();
  });
});

type Relay = Readonly<Record<'refuse' | 'accept' | 'freeze' | 'thaw' | 'close', () => void>> & {
  readonly port: number;
};

/** Stands between the API and Postgres, so that a spec can cut them off from each other. */
async function openRelay(host: string, port: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let refusing = false;
  const server: Server = createServer(near => {
    if (refusing) {
      near.destroy();
      return;
    }
    const far = connect(port, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    refuse: () => {
      refusing = true;
      cut();
    },
    accept: () => {
      refusing = false;
    },
    freeze: () => {
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      for (const socket of sockets) socket.resume();
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
