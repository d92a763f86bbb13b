import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { isPassing } from '../projector/passing.ts';
import { connectPostgres, type Sql } from './connect.ts';
import { openSession, type Session } from './session.ts';

let sql: Sql;
const schema = `session_${Date.now().toString(36)}`;

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'session spec' });
  await sql.unsafe(`create schema ${schema}; create table ${schema}.t (a text primary key, b text)`);
});

afterAll(async () => {
  await sql.unsafe(`drop schema ${schema} cascade`);
  await sql.end({ timeout: 5 });
});

const kill = async (name: string): Promise<void> => {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${name}`;
};
const count = async () => Number((await sql.unsafe(`select count(*) as n from ${schema}.t`))[0]?.n);

describe('a transaction of several statements', () => {
  it('is whole', async () => {
    const session = await openSession(sql, `${schema}-whole`);
    await session.transaction(async () => {
      await session.copy(`${schema}.t (a, b)`, ['a1\tb\n', 'a2\t\\N\n']);
      await session.query(`update ${schema}.t set b = 'c' where a = $1`, ['a1']);
    });
    expect(await sql.unsafe(`select a, b from ${schema}.t order by a`)).toMatchObject([{ b: 'c' }, { b: null }]);
    await session.close();
  });

  it('writes nothing where Postgres refuses a copied line, and the session goes on', async () => {
    const session = await openSession(sql, `${schema}-fails`);
    const before = await count();
    const failing = session.transaction(() => session.copy(`${schema}.t (a, b)`, ['x1\tb\n', 'a1\tb\n']));
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await count()).toBe(before);
    expect(await session.query('select 1 as one')).toEqual([{ one: 1 }]);
    await session.close();
  });

  const breaks: [string, (session: Session, name: string) => Promise<unknown>][] = [
    ['between two statements', (_, name) => kill(name)],
    [
      'in the middle of a copy',
      (session, name) => {
        const lines = function* () {
          for (let n = 0; n < 500_000; n++) {
            if (n === 10_000) void kill(name);
            yield `k${n}\t${'x'.repeat(100)}\n`;
          }
        };
        return session.copy(`${schema}.t (a, b)`, lines());
      },
    ],
    [
      'in a statement',
      async (session, name) => {
        setTimeout(() => void kill(name), 100);
        await session.query('select pg_sleep(30)');
      },
    ],
  ];

  it.each(breaks)(
    'given a connection that breaks %s, then it fails, nothing is written, and nothing else happens',
    async (what, broke) => {
      const name = `${schema}-${what.slice(-9)}`;
      const session = await openSession(sql, name);
      const before = await count();
      const broken = session.transaction(async () => {
        await session.query(`insert into ${schema}.t values ('first')`);
        await broke(session, name);
        await session.query('select 1');
      });
      const error = await broken.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect([error, isPassing(error)]).toEqual([expect.any(Error), true]);
      const after = session.query('select 1');
      await expect(after).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
      expect(await count()).toBe(before);
      await session.close();
    },
  );

  it('given a signal that is aborted in a statement, then both end at once', async () => {
    const ending = new AbortController();
    const name = `${schema}-aborted`;
    const session = await openSession(sql, name, ending.signal);
    const sleeping = session.transaction(() => session.query('select pg_sleep(60)'));
    const active = () => sql`
      select from pg_stat_activity where application_name = ${name} and state = 'active'`;
    await vi.waitFor(async () => expect(await active()).toHaveLength(1), { timeout: 10_000 });
    ending.abort();
    await expect(sleeping).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await vi.waitFor(async () => expect(await active()).toHaveLength(0), { timeout: 15_000 });
    await session.close();
  });
});
