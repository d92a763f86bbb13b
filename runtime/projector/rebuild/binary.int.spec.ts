import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectPostgres, type Sql } from '../../postgres/connect.ts';
import { openSession, type Session } from '../../postgres/session.ts';
import type { Row } from '../definition.ts';
import { binaryChunks, NotBinary } from './binary.ts';
import { type Column, copyLines } from './lines.ts';

const schema = `binary_${Date.now().toString(36)}`;
let sql: Sql;
let session: Session;
let columns: Column[];

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'binary spec' });
  session = await openSession(sql, schema);
  await session.query(`create schema ${schema}`);
  await session.query(`create table ${schema}.t (a text, b bigint, c int, d boolean, e timestamptz, f json)`);
  const types = await session.query(
    `select attname as name, atttypid::int as type from pg_attribute
     where attrelid = '${schema}.t'::regclass and attnum > 0 order by attnum`,
  );
  columns = types.map(({ name, type }) => ({ name: String(name), type: Number(type), json: name === 'f' }));
});

afterAll(async () => {
  await session.query(`drop schema ${schema} cascade`);
  await session.close();
  await sql.end({ timeout: 5 });
});

async function* inTwo(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows.slice(0, 3);
  yield rows.slice(3);
}

async function written(rows: readonly Row[], how: 'binary' | 'text') {
  await session.query(`truncate ${schema}.t`);
  if (how === 'text') await session.copy(`${schema}.t`, rows.map(copyLines(columns)));
  else
    await session.copyBinary(
      `${schema}.t`,
      (binaryChunks(columns) as NonNullable<ReturnType<typeof binaryChunks>>)(inTwo(rows)),
    );
  return await session.query(`select t.*::text from ${schema}.t as t`);
}

const row = (a: unknown, b: unknown, c: unknown, d: unknown, e: unknown, f: unknown): Row => ({ a, b, c, d, e, f });

describe('rows in the binary format', () => {
  it('are what the same rows are in the text format', async () => {
    const rows = [
      row('a', 1, 2, true, '2026-11-21T10:11:12.345Z', { x: 'ä\t"\n\\', y: [1, null] }),
      row(null, null, null, null, null, null),
      row('', 0, 0, false, '1970-01-01T00:00:00.000Z', []),
      row('Köln 🎷 \\N \\. \t\n', -1, -1, true, '1999-12-31T23:59:59.999Z', 'text'),
      row('x'.repeat(400_000), Number.MAX_SAFE_INTEGER, 2 ** 31 - 1, true, '2199-01-01T00:00:00.001Z', {
        z: 'ä'.repeat(300_000),
      }),
      row('ÿ'.repeat(90_000), Number.MIN_SAFE_INTEGER, -(2 ** 31), true, '1815-12-10T00:00:00.000Z', 1.5),
      row({ an: 'object' }, -(2 ** 32), 7, false, '2026-02-28T00:00:00.000Z', null),
      row(12, 2 ** 32, 7, false, '2026-02-28T00:00:00.000Z', false),
      ...Array.from({ length: 3_000 }, (_, n) => row(`row ${n}`, n, n, n % 2 === 0, null, { n, text: 'x'.repeat(n) })),
    ];
    const text = await written(rows, 'text');
    expect(text).toHaveLength(rows.length);
    expect(await written(rows, 'binary')).toEqual(text);
    expect(await written([], 'binary')).toEqual([]);
  });

  it.each([
    ['a number as text', row('a', '1', 1, true, null, null)],
    ['a number beyond 2^53', row('a', 2 ** 53, 1, true, null, null)],
    ['a fraction', row('a', 1.5, 1, true, null, null)],
    ['an int beyond 32 bits', row('a', 1, 2 ** 31, true, null, null)],
    ['a boolean as text', row('a', 1, 1, 't', null, null)],
    ['a time with microseconds', row('a', 1, 1, true, '2026-11-21T10:11:12.345678Z', null)],
    ['a time in another zone', row('a', 1, 1, true, '2026-11-21T10:11:12.345+01:00', null)],
    ['no time', row('a', 1, 1, true, 'infinity', null)],
    ['a time too long ago', row('a', 1, 1, true, '0001-01-01T00:00:00.000Z', null)],
  ])('are left to the text format where there is %s', async (_, one) => {
    await expect(written([row('a', 1, 1, true, null, null), one], 'binary')).rejects.toBeInstanceOf(NotBinary);
    expect(await session.query(`select count(*)::int as n from ${schema}.t`)).toEqual([{ n: 0 }]);
  });

  it('are not made for a type that is not known here', () => {
    expect(binaryChunks([...columns, { name: 'g', type: 1_700, json: false }])).toBeNull();
  });
});
