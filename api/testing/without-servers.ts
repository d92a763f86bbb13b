import type { FastifyInstance } from 'fastify';
import type { OutgoingRecord } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { type ApiDependencies, buildApp } from '../app.ts';
import type { ShopDependencies } from '../context.ts';
import type { Request } from '../requests/request.ts';
import type { Authenticator } from '../security/authenticator.ts';
import { specAuth } from './callers.ts';

/** Rows that a query of the read models finds; it is told by its text. */
export type Rows = (query: string) => readonly object[];

export type MoreServed = Pick<ApiDependencies, 'projections'> &
  Pick<ShopDependencies, 'hospital'> & {
    /** Is told of records that go to the log as they are, such as what a hospital is asked. */
    readonly appended?: (records: readonly OutgoingRecord[]) => void;
  };

/**
 * The API with the ports below it played: a database in which the rows are that it is given, and a log that takes
 * everything. For what is decided before either of them.
 *
 * @param sent is told of each request that goes to the log.
 */
export async function appWithoutServers(
  rows: Rows = () => [],
  sent: (request: Request) => void = () => undefined,
  auth: Authenticator = specAuth,
  { appended = () => undefined, projections, hospital }: MoreServed = {},
): Promise<FastifyInstance> {
  const position = { topic: 'none', partition: 0, offset: 0n };
  const app = buildApp({
    logger: createLogger({ level: 'silent' }),
    auth,
    health: { check: async () => ({ ready: true, servers: {} }) },
    shop: {
      requests: {
        send: async request => {
          sent(request);
          return position;
        },
        sendAll: async requests => requests.map(() => position),
        append: async records => {
          appended(records);
          return records.map(() => position);
        },
        close: async () => undefined,
      },
      sql: playedSql(rows),
      vault: createMemoryVault(),
      prefix: 'none',
      ...(hospital !== undefined && { hospital }),
    },
    ...(projections !== undefined && { projections }),
  });
  await app.ready();
  return app;
}

/** Queries as postgres.js has them: a template that is a promise, and names or parts within it that are never awaited. */
function playedSql(rows: Rows): Sql {
  const ask = (first: unknown, ...values: unknown[]): unknown => {
    const template = Array.isArray(first) && 'raw' in first;
    if (!template) return { text: Array.isArray(first) ? '' : String(first) };
    const text = (first as readonly string[])
      .map((part, n) => part + (textOf(values[n]) ?? ''))
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
    const found = text.includes('insert into none_api.taken_request') ? takenFirst(values) : rows(text);
    return Object.assign(Promise.resolve(found), { text });
  };
  return Object.assign(ask, { unsafe: async () => [] }) as unknown as Sql;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : undefined;

/** Every request is the first under its key. */
function takenFirst(values: readonly unknown[]): object[] {
  const taken = JSON.parse(values.find(one => typeof one === 'string') as string) as Record<string, string>[];
  return taken.map(({ requestId, bodyHash }) => ({ request_id: requestId, body_hash: bodyHash, first: true }));
}
