import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { PostgresSettings } from '../config/connections.ts';
import { optionsOf, type Sql, sslOf } from './connect.ts';

type SessionRow = Record<string, unknown>;

/**
 * One connection to Postgres, for what belongs to a session: locks, transactions of several statements, copying. When it
 * breaks, everything that is asked of it fails, and it is never made again behind the caller's back. The pool's client
 * cannot give that: its `begin` ends the process where a connection dies between two statements
 * (https://github.com/porsager/postgres/issues/1208), and a copy that Postgres refuses never ends
 * (docs/decisions/0065).
 */
export type Session = {
  query(text: string, values?: readonly unknown[]): Promise<SessionRow[]>;
  /** Runs the work between begin and commit; after an error everything is undone. */
  transaction<T>(work: () => Promise<T>, mode?: string): Promise<T>;
  /** Writes lines in Postgres' text format; `target` is a table with its columns, quoted. */
  copy(target: string, lines: Iterable<string> | AsyncIterable<string>): Promise<void>;
  close(): Promise<void>;
};

/**
 * Connects to where the pool goes. `name` shows in pg_stat_activity. `signal`: ends the connection at once, also in the
 * middle of a statement, which Postgres then ends too.
 *
 * What fails because the connection broke has a code, `CONNECTION_LOST` where Postgres could not say one.
 */
export async function openSession(pool: Sql, name: string, signal?: AbortSignal): Promise<Session> {
  signal?.throwIfAborted();
  const { client, isBroken, end } = await connected(pool, name);
  const coded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw isBroken() ? withCode(error) : error;
    }
  };
  const query = async (text: string, values?: readonly unknown[]): Promise<SessionRow[]> =>
    await coded(async () => (await client.query<SessionRow>(text, values as unknown[] | undefined)).rows);
  const onAbort = (): void => void end();
  signal?.addEventListener('abort', onAbort, { once: true });
  // Some systems that Postgres runs on cannot look; there a statement goes on to its end.
  await query(`set client_connection_check_interval to 2000`).catch(error => {
    if (isBroken()) throw error;
  });
  return {
    query,
    transaction: async (work, mode = '') => {
      await query(`begin ${mode}`);
      try {
        const result = await work();
        await query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    },
    copy: async (target, lines) =>
      await coded(async () => {
        await pipeline(Readable.from(chunksOf(lines)), client.query(copyFrom(`copy ${target} from stdin`)));
      }),
    close: async () => {
      signal?.removeEventListener('abort', onAbort);
      await end();
    },
  };
}

/** The client tells most breaks by a message alone. */
function withCode(error: unknown): unknown {
  return error instanceof Error && (error as { code?: unknown }).code === undefined
    ? Object.assign(error, { code: 'CONNECTION_LOST' })
    : error;
}

type Connected = { readonly client: pg.Client; isBroken(): boolean; end(): Promise<void> };

async function connected(pool: Sql, name: string): Promise<Connected> {
  const { url, tls } = optionsOf(pool);
  const [first, second] = encryptions(tls);
  try {
    return await connect(url, name, first);
  } catch (error) {
    if (second === undefined || !(error instanceof Error && error.message.includes('does not support SSL')))
      throw error;
    return await connect(url, name, second);
  }
}

async function connect(url: string, name: string, ssl: pg.ClientConfig['ssl']): Promise<Connected> {
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ssl,
  });
  let broken = false;
  // Without a listener, a connection that breaks while nothing is asked of it would end the process.
  client.on('error', () => {
    broken = true;
  });
  client.on('end', () => {
    broken = true;
  });
  try {
    await client.connect();
  } catch (error) {
    throw error instanceof Error && /^(timeout expired|Connection terminated)/.test(error.message)
      ? withCode(error)
      : error;
  }
  return {
    client,
    isBroken: () => broken,
    end: async () => {
      broken = true;
      // A connection that is dead already has nothing to say.
      await client.end().catch(() => undefined);
    },
  };
}

/** What to try, in this order: libpq's `prefer` takes what there is. */
function encryptions(tls: PostgresSettings['tls']): pg.ClientConfig['ssl'][] {
  const ssl = sslOf(tls);
  if (ssl === 'require') return [{ rejectUnauthorized: false }];
  if (ssl === 'prefer') return [{ rejectUnauthorized: false }, false];
  return [ssl];
}

const CHUNK_CHARS = 65_536;

/** A message of the protocol for each line would cost more than the line. */
async function* chunksOf(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const line of lines) {
    text += line;
    if (text.length < CHUNK_CHARS) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  if (text !== '') yield Buffer.from(text, 'utf8');
}
