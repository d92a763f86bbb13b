import { expect, it } from 'vitest';
import { within } from '../../runtime/observe/within.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import { lawReads } from './law-reads.ts';

it('given a question that was given up, then it is not asked again before Postgres has answered it', async () => {
  const answers: (() => void)[] = [];
  const sql = (() => new Promise(done => answers.push(() => done([])))) as unknown as Sql;
  const reads = lawReads({ sql, views: 'lp_views', ask: async query => await within(query, 20) });
  await expect(reads.orders('', 9)).rejects.toThrow('no answer within 20 ms');
  await expect(reads.orders('', 9)).rejects.toMatchObject({ code: 'LP_API_UNAVAILABLE' });
  for (const answer of answers) answer();
  await new Promise(setImmediate);
  const again = reads.orders('', 9);
  answers.at(-1)?.();
  expect(await again).toEqual([]);
});
