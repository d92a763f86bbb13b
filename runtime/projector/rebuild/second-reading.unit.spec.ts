import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../../log/memory/log.ts';
import type { Log } from '../../log/port.ts';
import { newestFacts } from './newest.ts';
import { newestRows } from './second-reading.ts';

const FACTS = 60_000;
const at = { topic: 'facts', partition: 0 };

async function filled(): Promise<Log> {
  const log = createMemoryBroker().log('second reading');
  await log.admin.createTopics([{ name: 'facts', partitions: 1, replication: 1, config: {} }]);
  const writer = await log.writer();
  const value = Buffer.alloc(300);
  for (let n = 0; n < FACTS; n += 1_000) {
    await writer.append(Array.from({ length: 1_000 }, (_, m) => ({ ...at, key: Buffer.from(`${n + m}`), value })));
  }
  return log;
}

/** The offsets that were made rows of, and how many records were looked at for it. */
async function read(log: Log, wanted: readonly number[], from = 0, to = FACTS, cleaned = -1) {
  const newest = newestFacts();
  for (const offset of wanted) newest.keep(`key ${offset}`, '', 1, offset);
  const rows: number[] = [];
  let looked = 0;
  const gathered = {
    size: () => wanted.filter(offset => offset >= from && offset < to).length,
    nextFrom: (offset: bigint) => {
      const next = newest.nextFrom(Number(offset));
      return next === null ? null : BigInt(next);
    },
    rowsIn: function* (records: Iterable<{ readonly offset: bigint }>) {
      for (const { offset } of records) {
        looked++;
        if (newest.has(Number(offset)) && Number(offset) !== cleaned) yield { offset: Number(offset) };
      }
    },
  };
  const stretch = { ...at, from: BigInt(from), to: BigInt(to) };
  const { signal } = new AbortController();
  for await (const some of newestRows(log, gathered, stretch, signal)) {
    for (const row of some) rows.push(row.offset as number);
  }
  return { rows, looked };
}

describe('given newest facts here and there', async () => {
  const log = await filled();

  it('then each of them makes its row, and stretches without any are left out', async () => {
    const wanted = [3, 4, 9_000, 55_000, 59_999];
    const { rows, looked } = await read(log, wanted);
    expect(rows).toEqual(wanted);
    expect(looked).toBeLessThan(FACTS / 2);
  });

  it('then nothing is read where there is none', async () => {
    expect(await read(log, [])).toEqual({ rows: [], looked: 0 });
  });

  it('then it keeps to its stretch', async () => {
    expect((await read(log, [0, 10, 20, 40_000, 40_001], 10, 40_001)).rows).toEqual([10, 20, 40_000]);
  });

  it('then it is all done again where the cleaner has taken one meanwhile', async () => {
    await expect(read(log, [3, 4, 5], 0, 10, 4)).rejects.toMatchObject({ code: 'LP_PROJECTION_OVERTAKEN' });
  });

  it('then it fails where it was ended early', async () => {
    const aborted = AbortSignal.abort(new Error('cancelled'));
    const gathered = { size: () => 1, nextFrom: () => 0n, rowsIn: function* () {} };
    const rows = newestRows(log, gathered, { ...at, from: 0n, to: 5n }, aborted);
    await expect(rows.next()).rejects.toThrow('cancelled');
  });
});
