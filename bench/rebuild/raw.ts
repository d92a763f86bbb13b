import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** The rows of a table as files of COPY text, one for each connection. */
export async function exported(url: string, table: string, folder: string, files: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const names = Array.from({ length: files }, (_, n) => join(folder, `rows-${n}`));
  for (const [n, name] of names.entries()) {
    const rows = `select * from ${table} where abs(hashtext(order_id)) % ${files} = ${n}`;
    await pipeline(client.query(copyTo(`copy (${rows}) to stdout`)), createWriteStream(name));
  }
  await client.end();
  return names;
}

/** The limit: the same rows by COPY into the same table, over so many connections, and then its indexes. Answers seconds. */
export async function rawCopy(
  url: string,
  files: readonly string[],
  { tableSql, indexesSql }: { readonly tableSql: string; readonly indexesSql: string },
): Promise<number> {
  const clients = await Promise.all(
    files.map(async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('set synchronous_commit to off; set search_path to raw_copy');
      return client;
    }),
  );
  const [first] = clients as [pg.Client];
  await first.query('drop schema if exists raw_copy cascade; create schema raw_copy');
  await first.query('checkpoint');
  const began = performance.now();
  await first.query(tableSql);
  await Promise.all(
    clients.map((client, n) =>
      pipeline(createReadStream(files[n] as string), client.query(copyFrom('copy orders from stdin'))),
    ),
  );
  await first.query(`set maintenance_work_mem = '128MB'`);
  await first.query(indexesSql);
  await first.query('vacuum (analyze) orders');
  const seconds = (performance.now() - began) / 1_000;
  await first.query('drop schema raw_copy cascade');
  await Promise.all(clients.map(client => client.end()));
  return seconds;
}
