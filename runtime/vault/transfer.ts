import type { Sql } from 'postgres';
import { z } from 'zod';
import { VaultError } from './errors.ts';
import type { KeyEncryptionKey } from './key-encryption-key.ts';
import { prepareVaultTables } from './postgres-tables.ts';
import { createSealedFile, readSealedFile, type SealedFileOptions } from './sealed-file.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

export type VaultPlace = {
  readonly sql: Sql;
  /** The first wraps the keys that are imported. */
  readonly keyEncryptionKeys: readonly [KeyEncryptionKey, ...KeyEncryptionKey[]];
  /** Default vault. */
  readonly schema?: string;
};

const entry = z.object({
  id: z.string(),
  subject: z.string(),
  /** In base64; null: destroyed. */
  secret: z.string().nullable(),
  createdAt: z.string(),
  destroyedAt: z.string().nullable(),
});
const part = z.object({ keys: z.array(entry) });
const lastPart = z.object({ count: z.int() });

type Entry = z.output<typeof entry>;
type Row = { id: string; subject: string; wrapped: Buffer | null; wrapped_with: string | null };
type DatedRow = Row & { created: string; destroyed: string | null };

const PAGE = 1_000;

export type VaultExported = { readonly live: number; readonly destroyed: number };

/** Writes every key, and every mark of a destroyed one, into a file that only the passphrase opens. */
export async function exportVault(place: VaultPlace, options: SealedFileOptions): Promise<VaultExported> {
  const { sql, keyEncryptionKeys, schema = 'vault' } = place;
  await prepareVaultTables(sql, schema, keyEncryptionKeys);
  const secretOf = unwrapping(keyEncryptionKeys);
  const file = await createSealedFile(options);
  const counts = { live: 0, destroyed: 0 };
  try {
    for (let after = ''; ; ) {
      const rows = await sql<DatedRow[]>`
        select id, subject, wrapped, wrapped_with, created_at::text as created, destroyed_at::text as destroyed
        from ${sql(schema)}.data_key where id > ${after} order by id limit ${PAGE}`;
      const last = rows.at(-1);
      if (last === undefined) break;
      const keys = rows.map((row): Entry => {
        counts[row.wrapped === null ? 'destroyed' : 'live'] += 1;
        const secret = secretOf(row)?.toString('base64') ?? null;
        return { id: row.id, subject: row.subject, secret, createdAt: row.created, destroyedAt: row.destroyed };
      });
      await file.write({ keys });
      after = last.id;
    }
    await file.end({ count: counts.live + counts.destroyed });
    return counts;
  } finally {
    await file.close();
  }
}

export type VaultImported = {
  readonly added: number;
  /** As they were. */
  readonly same: number;
  /** Destroyed now, since they are destroyed in the file. */
  readonly destroyed: number;
  /** Live in the file, and destroyed here: they stay so. */
  readonly stayDestroyed: number;
};

/**
 * Takes the keys of a file into a vault, all or none. What is destroyed on either side is destroyed afterwards.
 *
 * @throws VaultError LP_VAULT_FILE_…, LP_VAULT_CONFLICT
 */
export async function importVault(place: VaultPlace, options: SealedFileOptions): Promise<VaultImported> {
  const { sql, keyEncryptionKeys, schema = 'vault' } = place;
  await prepareVaultTables(sql, schema, keyEncryptionKeys);
  const [wrapper] = keyEncryptionKeys;
  const secretOf = unwrapping(keyEncryptionKeys);
  const counts = { added: 0, same: 0, destroyed: 0, stayDestroyed: 0 };
  await sql.begin(async tx => {
    const table = tx`${tx(schema)}.data_key`;
    // Nobody makes or destroys a key between a look and what comes of it.
    await tx`lock table ${table} in share row exclusive mode`;
    let read = 0;
    for await (const { part: content, last } of readSealedFile(options)) {
      if (last) {
        if (lastPart.parse(content).count !== read)
          throw new VaultError('LP_VAULT_FILE_SEALED', `${options.path} lacks keys.`);
        break;
      }
      const { keys } = part.parse(content);
      read += keys.length;
      const ids = tx.json(keys.map(({ id }) => id));
      const rows = await tx<Row[]>`
        select id, subject, wrapped, wrapped_with from ${table}
        where id = any (array(select jsonb_array_elements_text(${ids})))`;
      const known = new Map(rows.map(row => [row.id, row]));
      const fresh = keys.filter(key => !known.has(key.id));
      const doomed: string[] = [];
      for (const key of keys) {
        const row = known.get(key.id);
        if (row === undefined) counts.added += 1;
        else if (row.subject !== key.subject) throw conflict(key.subject);
        else if (row.wrapped === null) counts[key.secret === null ? 'same' : 'stayDestroyed'] += 1;
        else if (key.secret === null) doomed.push(key.id);
        else if (secretOf(row)?.toString('base64') === key.secret) counts.same += 1;
        else throw conflict(key.subject);
      }
      counts.destroyed += doomed.length;
      await tx`
        update ${table} set wrapped = null, wrapped_with = null, destroyed_at = now()
        where id = any (array(select jsonb_array_elements_text(${tx.json(doomed)})))`;
      await tx`
        insert into ${table} (id, subject, wrapped, wrapped_with, created_at, destroyed_at)
        select id, subject, decode(wrapped, 'hex'), case when wrapped is null then null else ${wrapper.id} end,
          created::timestamptz, destroyed::timestamptz
        from jsonb_to_recordset(${tx.json(fresh.map(key => rowOf(key, wrapper)))})
          as fresh (id text, subject text, wrapped text, created text, destroyed text)`;
    }
  });
  return counts;
}

function rowOf({ id, subject, secret, createdAt, destroyedAt }: Entry, wrapper: KeyEncryptionKey) {
  const wrapped = secret === null ? null : wrapKey(Buffer.from(secret, 'base64'), subject, wrapper).toString('hex');
  return { id, subject, wrapped, created: createdAt, destroyed: destroyedAt };
}

function unwrapping(keys: VaultPlace['keyEncryptionKeys']): (row: Row) => Buffer | null {
  const wrappers = new Map(keys.map(key => [key.id, key]));
  return ({ subject, wrapped, wrapped_with }) => {
    if (wrapped === null) return null;
    const wrapper = wrappers.get(wrapped_with ?? '');
    if (wrapper !== undefined) return unwrapKey(wrapped, subject, wrapper).export();
    const message = `The data key of ${subject} is wrapped with ${wrapped_with}, which was not given.`;
    throw new VaultError('LP_VAULT_KEY_WRONG', message);
  };
}

const conflict = (subject: string): VaultError =>
  new VaultError('LP_VAULT_CONFLICT', `The key of ${subject} is another in the vault than in the file.`);
