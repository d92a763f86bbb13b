import type { Sql } from 'postgres';
import { VaultError } from './errors.ts';
import type { KeyEncryptionKey } from './key-encryption-key.ts';

/**
 * Makes the vault's tables where there are none, and notes the key that wraps new data keys. Processes that start at
 * the same moment wait for each other, so that two with different keys don't both begin the same vault.
 */
export async function prepareVaultTables(
  sql: Sql,
  schema: string,
  keys: readonly [KeyEncryptionKey, ...KeyEncryptionKey[]],
): Promise<void> {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new TypeError(`"${schema}" is no plain name of a schema`);
  await sql.begin(async tx => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`longplay vault ${schema}`}, 0))`;
    const [table] = await tx<{ name: string | null }[]>`select to_regclass(${`${schema}.data_key`})::text as name`;
    if (table?.name === null) await tx.unsafe(tables(schema));
    await tx`insert into ${tx(schema)}.key_encryption_key (id) values (${keys[0].id}) on conflict (id) do nothing`;
    const used = await tx<{ id: string }[]>`
      select id from ${tx(schema)}.key_encryption_key as wrapper
      where exists (select from ${tx(schema)}.data_key where wrapped_with = wrapper.id)`;
    const given = new Set(keys.map(key => key.id));
    const lacking = used.filter(({ id }) => !given.has(id)).map(({ id }) => id);
    if (lacking.length > 0) {
      const message = `Data keys in the vault are wrapped with ${lacking.join(', ')}; given was ${[...given].join(', ')}.`;
      throw new VaultError('LP_VAULT_KEY_WRONG', message);
    }
  });
}

/** The triggers hold, against any program and any hand, what the vault promises: a destroyed key is never made anew. */
const tables = (schema: string) => `
create schema if not exists ${schema};

create table ${schema}.key_encryption_key (
  id text primary key,
  first_given_at timestamptz not null default now()
);

create table ${schema}.data_key (
  id text primary key,
  subject text not null,
  wrapped bytea,
  wrapped_with text references ${schema}.key_encryption_key,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null)),
  check ((wrapped is null) = (wrapped_with is null))
);

create function ${schema}.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'a data key is never deleted, and a destroyed one is never made anew';
end $$;

create trigger destroyed_for_ever before update on ${schema}.data_key
  for each row when (old.destroyed_at is not null) execute function ${schema}.refuse();
create trigger never_deleted before delete on ${schema}.data_key
  for each row execute function ${schema}.refuse();
create trigger never_truncated before truncate on ${schema}.data_key
  for each statement execute function ${schema}.refuse();
`;
