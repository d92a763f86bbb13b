import type { Sql } from '../postgres/connect.ts';
import { schemaName } from '../postgres/schema-name.ts';
import type { Certificate } from './certificate.ts';

/** Certificates of a customer that are kept; the newest one is what is shown. */
const KEPT = 20;

/** Keeps certificates. They hold nothing personal, and are not disposable: nobody can search what was yesterday. */
export type CertificateBook = {
  keep(certificate: Certificate): Promise<void>;
  /** Null where nobody has searched for this customer yet. */
  newest(customerId: string): Promise<Certificate | null>;
};

export function certificateBook(sql: Sql, prefix: string): CertificateBook {
  const schema = schemaName(prefix, 'api');
  const table = sql`${sql(schema)}.erasure_certificate`;
  return {
    keep: async certificate => {
      await prepare(sql, schema);
      const { customerId, finishedAt, sha256 } = certificate;
      await sql`
        insert into ${table} (customer_id, finished_at, sha256, document)
        values (${customerId}, ${finishedAt}, ${sha256}, ${JSON.stringify(certificate)}::text::json)
        on conflict (customer_id, sha256) do nothing`;
      await sql`
        delete from ${table} where customer_id = ${customerId} and id not in (
          select id from ${table} where customer_id = ${customerId} order by id desc limit ${KEPT})`;
    },

    newest: async customerId => {
      const [known] = await sql<{ name: string | null }[]>`
        select to_regclass(${`"${schema}".erasure_certificate`})::text as name`;
      if (known?.name == null) return null;
      const [row] = await sql<{ document: Certificate }[]>`
        select document from ${table} where customer_id = ${customerId} order by id desc limit 1`;
      return row?.document ?? null;
    },
  };
}

/** One statement list without parameters is one transaction; two processes may do it at the same moment. */
async function prepare(sql: Sql, schema: string): Promise<void> {
  await sql.unsafe(`
    select pg_advisory_xact_lock(hashtextextended('longplay ${schema}', 0));
    create schema if not exists "${schema}";
    create table if not exists "${schema}".erasure_certificate (
      id bigint generated always as identity primary key,
      customer_id text not null,
      finished_at timestamptz not null,
      sha256 text not null,
      document json not null,
      unique (customer_id, sha256)
    )`);
}
