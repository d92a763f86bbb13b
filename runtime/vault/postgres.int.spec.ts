import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { connectPostgres, type Sql } from '../postgres/connect.ts';
import { parseKeyEncryptionKeys } from './key-encryption-key.ts';
import { keyIdOf } from './key-id.ts';
import type { DataKey } from './port.ts';
import { openPostgresVault } from './postgres.ts';

/** Each pool is to Postgres what another process would be. */
const pool = (url = inject('databaseUrl')) =>
  connectPostgres({ url, tls: 'disable', name: 'vault spec', connections: 4 });
const newKek = () => parseKeyEncryptionKeys(randomBytes(32).toString('base64'))[0];

const kek = newKek();
let [one, two]: Sql[] = [];
let sql: Sql;
let other: Sql;
let schema: string;
const schemas: string[] = [];

beforeAll(() => {
  one = pool();
  two = pool();
  sql = one;
  other = two;
});

beforeEach(() => {
  schema = `vault_${randomUUID().replaceAll('-', '')}`;
  schemas.push(schema);
});

afterAll(async () => {
  for (const one of schemas) await sql`drop schema if exists ${sql(one)} cascade`;
  await Promise.all([sql.end(), other.end()]);
});

const open = (on = sql, keys = [kek]) =>
  openPostgresVault({ sql: on, keyEncryptionKeys: keys as [typeof kek], schema, keepFor: 0 });
const bytesOf = (key: DataKey | undefined) => key?.secret?.export().toString('hex') ?? null;

describe('given a new database', () => {
  it('then all that open the vault at the same moment open the same one', async () => {
    const vaults = await Promise.all(Array.from({ length: 8 }, (_, n) => open(n % 2 === 0 ? sql : other)));
    const keys = await Promise.all(vaults.map(async vault => bytesOf((await vault.keysFor(['c-1'])).get('c-1'))));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('given a vault that several processes use', () => {
  it('then they get the same keys, in whatever order they ask, and never wait for each other in a circle', async () => {
    const vaults = await Promise.all([open(), open(other)]);
    for (let round = 0; round < 10; round++) {
      const subjects = Array.from({ length: 300 }, (_, n) => `customer ${round}-${n} — Ω`);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => {
          const order = [...subjects.slice(n * 30), ...subjects.slice(0, n * 30)];
          return (vaults[n % 2] as (typeof vaults)[0]).keysFor(n % 3 === 0 ? order.toReversed() : order);
        }),
      );
      for (const subject of subjects) {
        expect(new Set(answers.map(keys => bytesOf(keys.get(subject)))).size).toBe(1);
      }
    }
  });

  it('then a key is found by its id, and one that never was is left out', async () => {
    const vault = await open();
    const made = (await vault.keysFor(['c-1'])).get('c-1');
    const found = await (await open(other)).keysById([keyIdOf('c-1'), keyIdOf('nobody')]);
    expect([...found.keys()]).toEqual([keyIdOf('c-1')]);
    expect(bytesOf(found.get(keyIdOf('c-1')))).toBe(bytesOf(made));
  });
});

describe('given a key that is destroyed', () => {
  it('then it stays destroyed, also where it never was, and however often', async () => {
    const [vault, elsewhere] = await Promise.all([open(), open(other)]);
    await vault.keysFor(['c-1']);
    for (const subject of ['c-1', 'c-1', 'never was']) {
      await elsewhere.destroy(subject);
      expect((await vault.keysFor([subject])).get(subject)).toEqual({ id: keyIdOf(subject), subject, secret: null });
    }
    const rows = await sql`select subject, wrapped, wrapped_with from ${sql(schema)}.data_key order by subject`;
    expect(rows.map(row => ({ ...row }))).toEqual([
      { subject: 'c-1', wrapped: null, wrapped_with: null },
      { subject: 'never was', wrapped: null, wrapped_with: null },
    ]);
  });

  it('then whoever makes it at the same moment gets no key that outlives it', async () => {
    const [vault, elsewhere] = await Promise.all([open(), open(other)]);
    for (let round = 0; round < 40; round++) {
      const subject = `racer ${round}`;
      await Promise.all([
        vault.keysFor([subject]),
        elsewhere.destroy(subject),
        elsewhere.keysFor([subject]),
        vault.keysFor([subject]),
      ]);
      for (const each of [vault, elsewhere]) expect(bytesOf((await each.keysFor([subject])).get(subject))).toBe(null);
    }
  });

  it('then no hand in the database brings it back, or removes its mark', async () => {
    const vault = await open();
    await vault.keysFor(['c-1', 'c-2']);
    await vault.destroy('c-1');
    const table = sql`${sql(schema)}.data_key`;
    const attempts = [
      sql`update ${table} set destroyed_at = null, (wrapped, wrapped_with) = (select wrapped, wrapped_with from ${table} where subject = 'c-2') where subject = 'c-1'`,
      sql`delete from ${table} where subject = 'c-1'`,
      sql`delete from ${table} where subject = 'c-2'`,
      sql`truncate ${table}`,
    ];
    for (const attempt of attempts)
      await expect(attempt).rejects.toThrow(/never deleted, and a destroyed one is never made anew/);
  });
});

describe('given the key-encryption key', () => {
  it('then the tables alone are worth nothing', async () => {
    const vault = await open();
    const key = bytesOf((await vault.keysFor(['c-1'])).get('c-1')) as string;
    const [row] = await sql<{ wrapped: Buffer }[]>`select wrapped from ${sql(schema)}.data_key`;
    expect(row?.wrapped.toString('hex')).not.toContain(key);
    expect(row?.wrapped).toHaveLength(60);
  });

  it('then another one is refused at the start, and leaves nothing behind', async () => {
    await (await open()).keysFor(['c-1']);
    await expect(open(other, [newKek()])).rejects.toMatchObject({ code: 'LP_VAULT_KEY_WRONG', kind: 'fatal' });
    expect(await sql`select id from ${sql(schema)}.key_encryption_key`).toHaveLength(1);
  });

  it('then a new one takes over while the old one is still given, and no longer', async () => {
    const before = bytesOf((await (await open()).keysFor(['c-1'])).get('c-1'));
    const newer = newKek();
    const both = await open(sql, [newer, kek]);
    const keys = await both.keysFor(['c-1', 'c-2']);
    expect(bytesOf(keys.get('c-1'))).toBe(before);
    await expect(open(other, [newer])).rejects.toMatchObject({ code: 'LP_VAULT_KEY_WRONG' });
    await both.destroy('c-1');
    const alone = await open(other, [newer]);
    expect(bytesOf((await alone.keysFor(['c-2'])).get('c-2'))).toBe(bytesOf(keys.get('c-2')));
  });
});

describe('given a database that cannot be asked', () => {
  const unavailable = { code: 'LP_VAULT_UNAVAILABLE', kind: 'retriable' };
  const sockets: Socket[] = [];
  let silent: Server;

  beforeAll(async () => {
    silent = createServer(socket => sockets.push(socket));
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('then one that is not there is retriable, never "no key"', async () => {
    const away = pool('postgres://nobody:x@127.0.0.1:1/nothing');
    await expect(open(away)).rejects.toMatchObject(unavailable);
    await away.end({ timeout: 0 });
  });

  it('then one that does not answer is, too, after the time allowed', async () => {
    const { port } = silent.address() as { port: number };
    const mute = pool(`postgres://nobody:x@127.0.0.1:${port}/nothing`);
    const start = performance.now();
    const opening = openPostgresVault({ sql: mute, keyEncryptionKeys: [kek], timeout: 300 });
    await expect(opening).rejects.toMatchObject({ ...unavailable, message: /no answer within 300 ms/ });
    expect(performance.now() - start).toBeLessThan(10_000);
    await mute.end({ timeout: 0 });
  });

  it('then one that goes away later is, and what is in memory still serves', async () => {
    const passing = pool();
    const vault = await openPostgresVault({ sql: passing, keyEncryptionKeys: [kek], schema });
    await vault.keysFor(['c-1']);
    await passing.end();
    expect(bytesOf((await vault.keysFor(['c-1'])).get('c-1'))).not.toBe(null);
    await expect(vault.keysFor(['c-1', 'c-2'])).rejects.toMatchObject(unavailable);
    await expect(vault.keysById([keyIdOf('c-2')])).rejects.toMatchObject(unavailable);
    await expect(vault.destroy('c-1')).rejects.toMatchObject(unavailable);
    expect(bytesOf((await vault.keysFor(['c-1'])).get('c-1'))).not.toBe(null);
  });
});
