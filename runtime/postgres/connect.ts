import postgres from 'postgres';
import type { PostgresSettings } from '../config/connections.ts';

export type Sql = postgres.Sql;

export type PostgresOptions = {
  readonly url: string;
  readonly tls: PostgresSettings['tls'];
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Most connections at once. Default 10. */
  readonly connections?: number;
};

/** A pool that connects when it is first used. `close()` it with `sql.end()`. */
export function connectPostgres(options: PostgresOptions): Sql {
  const sql = postgres(options.url, {
    ssl: sslOf(options.tls),
    max: options.connections ?? 10,
    connect_timeout: 10,
    // The client's own waits grow to 20 s; a server that is back must be used at once.
    backoff: () => 0.2,
    connection: { application_name: options.name },
    // The client asks each new connection for the array types, outside of any query's promise: a connection that breaks
    // meanwhile would end the process as an unhandled rejection (postgres.js 3.4.9). No statement here uses an array.
    fetch_types: false,
    // By default notices go to the console.
    onnotice: () => {},
  });
  known.set(sql, options);
  return sql;
}

const known = new WeakMap<Sql, PostgresOptions>();

/** Where a pool goes to, for sessions beside it. */
export function optionsOf(pool: Sql): PostgresOptions {
  const options = known.get(pool);
  if (options === undefined) throw new Error('This pool was not made by connectPostgres.');
  return options;
}

/** libpq's modes in the client's terms: it checks the certificate and the name wherever it gets an object. */
export function sslOf(tls: PostgresSettings['tls']): boolean | 'prefer' | 'require' | object {
  if (tls === 'disable') return false;
  if (typeof tls === 'string') return tls;
  const ca = tls.ca === undefined ? {} : { ca: tls.ca };
  return tls.verify === 'host' ? ca : { ...ca, checkServerIdentity: () => undefined };
}
