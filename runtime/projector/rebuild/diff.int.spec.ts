import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connectPostgres, type Sql } from '../../postgres/connect.ts';
import { openSession } from '../../postgres/session.ts';
import { diffTables } from './diff.ts';

let sql: Sql;

beforeAll(() => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'diff spec' });
});

afterAll(async () => {
  await sql.end({ timeout: 5 });
});

it('given another primary key, then that is a difference, and rows are counted', async () => {
  const session = await openSession(sql, 'diff spec');
  await session.query(`create temp table by_two (day text, currency text, n int, primary key (day, currency))`);
  await session.query(`create temp table by_one (day text primary key, n int)`);
  await session.query(`insert into by_two values ('a', 'EUR', 1), ('a', 'USD', 1)`);
  const [live, other] = ['by_two', 'by_one'].map(table => ({ schema: 'pg_temp', table }));
  if (live === undefined || other === undefined) throw new Error('There are two tables.');
  expect(await diffTables(session, { live, other })).toMatchObject({
    live: 2,
    other: 0,
    onlyLive: 0,
    columnsOnlyLive: ['the key (currency text, day text)'],
    columnsOnlyOther: ['the key (day text)'],
  });
  expect(await diffTables(session, { live, other: live })).toMatchObject({ onlyLive: 0, onlyOther: 0, different: 0 });
  await session.close();
});
