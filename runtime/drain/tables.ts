import type { Sql } from '../postgres/connect.ts';
import { schemaName } from '../postgres/schema-name.ts';

/** The Postgres schema in which the processes of an installation agree on a drain. */
export const drainSchema = (prefix: string): string => schemaName(prefix, 'drain');

/** Makes the tables where there are none. Processes that start at the same moment wait for each other. */
export async function prepareDrain(sql: Sql, prefix: string): Promise<string> {
  const schema = drainSchema(prefix);
  // One statement list without parameters is one transaction.
  await sql.unsafe(`
    select pg_advisory_xact_lock(hashtextextended('longplay ${schema}', 0));
    create schema if not exists "${schema}";
    create table if not exists "${schema}".drain (
      only_one boolean primary key default true check (only_one),
      id text not null,
      holder text not null,
      begun_at timestamptz not null default now(),
      -- Whoever holds it says again and again that he is there.
      expires_at timestamptz not null
    );
    create table if not exists "${schema}".door (
      id text primary key,
      name text not null,
      -- The drain for which it is closed.
      drain text,
      -- Writes that it let through before, and that are not on the log yet.
      under_way int not null,
      seen_at timestamptz not null
    );
    delete from "${schema}".door where seen_at < now() - interval '1 day'`);
  return schema;
}
