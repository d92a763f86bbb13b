import type { Sql } from 'postgres';
import { VaultError } from './errors.ts';
import type { KeyEncryptionKey } from './key-encryption-key.ts';
import { keyIdOf } from './key-id.ts';
import type { DataKey, KeyStore, Vault } from './port.ts';
import { prepareVaultTables } from './postgres-tables.ts';
import { createVault, type VaultOptions } from './vault.ts';
import { unwrapKey, wrapFreshKey } from './wrap.ts';

export type PostgresVaultOptions = VaultOptions & {
  readonly sql: Sql;
  /** The first wraps new data keys; the others still unwrap what they wrapped. */
  readonly keyEncryptionKeys: readonly [KeyEncryptionKey, ...KeyEncryptionKey[]];
  /** The vault's own schema in the database, made where there is none. Default vault. */
  readonly schema?: string;
  /** Longest wait for the database, ms. Default 5,000. Longer holds up whoever waits for a key while it is away. */
  readonly timeout?: number;
};

/**
 * Opens the vault in a Postgres database.
 *
 * @throws VaultError LP_VAULT_KEY_WRONG where its keys are wrapped with none of the given ones; LP_VAULT_UNAVAILABLE
 */
export async function openPostgresVault(options: PostgresVaultOptions): Promise<Vault> {
  const { sql, keyEncryptionKeys, schema = 'vault', timeout = 5_000 } = options;
  const ask = within(timeout);
  await ask(prepareVaultTables(sql, schema, keyEncryptionKeys));
  return createVault(createStore(sql, schema, keyEncryptionKeys, ask), options);
}

type Row = { id: string; subject: string; wrapped: Buffer | null; wrapped_with: string | null };

function createStore(
  sql: Sql,
  schema: string,
  wrapping: PostgresVaultOptions['keyEncryptionKeys'],
  ask: <T>(query: PromiseLike<T>) => Promise<T>,
): KeyStore {
  const table = sql`${sql(schema)}.data_key`;
  const [newest] = wrapping;
  const wrappers = new Map(wrapping.map(key => [key.id, key]));

  function toKey({ id, subject, wrapped, wrapped_with }: Row): DataKey {
    if (wrapped === null) return { id, subject, secret: null };
    const wrapper = wrappers.get(wrapped_with ?? '');
    if (wrapper === undefined) {
      const message = `The data key of ${subject} is wrapped with the key-encryption key ${wrapped_with}, which was not given.`;
      throw new VaultError('LP_VAULT_KEY_WRONG', message);
    }
    return { id, subject, secret: unwrapKey(wrapped, subject, wrapper) };
  }

  async function read(ids: readonly string[]): Promise<Row[]> {
    return await ask(sql<Row[]>`
      select id, subject, wrapped, wrapped_with from ${table}
      where id = any (array(select jsonb_array_elements_text(${sql.json([...ids])})))`);
  }

  /** In the order of the ids, so that two processes that make the same keys don't wait for each other in a circle. */
  async function make(subjects: ReadonlyMap<string, string>): Promise<void> {
    const rows = [...subjects].map(([id, subject]) => ({
      id,
      subject,
      wrapped: wrapFreshKey(subject, newest).toString('hex'),
    }));
    await ask(sql`
      insert into ${table} (id, subject, wrapped, wrapped_with)
      select id, subject, decode(wrapped, 'hex'), ${newest.id}
      from jsonb_to_recordset(${sql.json(rows)}) as fresh (id text, subject text, wrapped text)
      order by id
      on conflict (id) do nothing`);
  }

  return {
    async obtain(subjects) {
      const wanted = new Map(subjects.map(subject => [keyIdOf(subject), subject]));
      let rows = await read([...wanted.keys()]);
      const found = new Set(rows.map(row => row.id));
      const missing = new Map([...wanted].filter(([id]) => !found.has(id)));
      if (missing.size > 0) {
        await make(missing);
        // What counts is what stands there now: another process may have made, or destroyed, the key in between.
        rows = [...rows, ...(await read([...missing.keys()]))];
      }
      for (const row of rows) if (wanted.get(row.id) !== row.subject) throw sharedId(row, wanted.get(row.id));
      return rows.map(toKey);
    },

    async find(ids) {
      return (await read(ids)).map(toKey);
    },

    async destroy(subject) {
      await ask(sql`
        insert into ${table} (id, subject, destroyed_at) values (${keyIdOf(subject)}, ${subject}, now())
        on conflict (id) do update set wrapped = null, wrapped_with = null, destroyed_at = now()
        where data_key.destroyed_at is null`);
    },
  };
}

function sharedId(row: Row, subject: string | undefined): VaultError {
  return new VaultError('LP_VAULT_KEY_WRONG', `${subject} and ${row.subject} have the same key id ${row.id}.`);
}

/** Every failure of the database is "the vault can't be asked", a database that doesn't answer too. */
function within(timeout: number): <T>(query: PromiseLike<T>) => Promise<T> {
  return async query => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
    try {
      return await Promise.race([query, late]);
    } catch (cause) {
      if (cause instanceof VaultError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new VaultError('LP_VAULT_UNAVAILABLE', `The vault cannot be asked: ${reason}`, { cause });
    } finally {
      clearTimeout(timer);
    }
  };
}
