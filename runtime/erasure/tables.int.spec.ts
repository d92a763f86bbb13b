import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectPostgres } from '../postgres/connect.ts';
import { certificateBook } from './book.ts';
import type { Certificate } from './certificate.ts';
import { createTally } from './findings.ts';
import { searchFor } from './search.ts';
import { scanTables } from './tables.ts';
import { look, personSchema, plain, sealed } from './testing/people.ts';

const WHO = 'customer-1';
const TEXT = 'Ünal "Özgür" 東京';
const prefix = `erasure-${Date.now().toString(36)}`;
const views = `${prefix}_views_people_1`;
const own = `${prefix}_api`;
const sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
const textOf = async (customerId: string): Promise<string> =>
  (await sealed(customerId, 'Anna')).toString('latin1').match(/lp1\.[\w-]+/)?.[0] as string;

beforeAll(async () => {
  await sql.unsafe(`
    create schema "${views}";
    create schema "${own}";
    create table "${views}".people (id text primary key, document json);
    create table "${views}".parked (topic text, "offset" bigint, value bytea, primary key (topic, "offset"));
    create table "${own}".notes (note text);`);
});

afterAll(async () => {
  for (const schema of [views, own]) await sql`drop schema if exists ${sql(schema)} cascade`;
  await sql.end({ timeout: 5 });
});

async function search(texts: readonly string[] = []) {
  const tally = createTally();
  const context = { search: searchFor(WHO, texts), tally, signal: new AbortController().signal, onRead: () => {} };
  const scans = await scanTables({ sql, prefix, look, documents: { people: personSchema } }, context);
  return { scans: scans.filter(({ table }) => table.startsWith(prefix)), findings: tally.findings };
}

describe('a search of tables', () => {
  it('given what the codec has sealed, then it counts it, and finds nothing', async () => {
    const document = JSON.stringify({ customerId: WHO, note: null, name: await textOf(WHO) });
    await sql`insert into ${sql(views)}.people values ('one', ${document}::text::json), ('two', null)`;
    await sql`insert into ${sql(views)}.parked values ('t', 1, ${await sealed(WHO, 'Anna')})`;
    await sql`insert into ${sql(own)}.notes values ('nothing')`;
    const { scans, findings } = await search(['nobody']);
    expect(findings).toEqual([]);
    expect(scans).toEqual([
      { table: `${own}.notes`, rows: 1, sealed: 0 },
      { table: `${views}.parked`, rows: 1, sealed: 1 },
      { table: `${views}.people`, rows: 2, sealed: 1 },
    ]);
  });

  it('given a readable field in a document or in a parked record, or a text anywhere, then it names the rows', async () => {
    const documents = [
      { customerId: WHO, note: null, name: 'Anna' },
      { customerId: WHO, note: null, name: await textOf('customer-2') },
      { customerId: 'customer-2', note: null, name: 'not hers' },
      { customerId: 'customer-2', note: TEXT, name: null },
    ];
    for (const [n, document] of documents.entries()) {
      await sql`insert into ${sql(views)}.people values (${`left ${n}`}, ${JSON.stringify(document)}::text::json)`;
    }
    await sql`insert into ${sql(views)}.parked values ('t', 2, ${plain(WHO, 'Anna')})`;
    await sql`insert into ${sql(own)}.notes values (${`said ${TEXT} on the phone`})`;
    const { findings } = await search([TEXT]);
    expect(findings).toEqual([
      { what: 'text', place: { table: `${own}.notes`, row: '(0,2)' } },
      { what: 'plain-text', place: { table: `${views}.parked`, row: 't/2' } },
      { what: 'plain-text', place: { table: `${views}.people`, row: 'left 0' } },
      { what: 'other-key', place: { table: `${views}.people`, row: 'left 1' } },
      // The key may hold the text, so the row is named by where it stands.
      { what: 'text', place: { table: `${views}.people`, row: '(0,6)' } },
    ]);
  });
});

describe('the book of certificates', () => {
  it('given none, then there is none; given several, then the newest is told and twenty are kept', async () => {
    const book = certificateBook(sql, prefix);
    expect(await book.newest(WHO)).toBeNull();
    const finishedAt = new Date().toISOString();
    for (let n = 0; n < 22; n++) await book.keep({ customerId: WHO, finishedAt, sha256: `${n}` } as Certificate);
    expect(await book.newest(WHO)).toEqual({ customerId: WHO, finishedAt, sha256: '21' });
    expect(await book.newest('customer-2')).toBeNull();
    const [count] = await sql`select count(*)::int as kept from ${sql(own)}.erasure_certificate`;
    expect(count).toEqual({ kept: 20 });
  });
});
