import { describe, expect, it } from 'vitest';
import { besides, browsed, momentOf, type Part, questionsOf, type ShownRecord } from './browse.ts';
import { longplayOf, shellArgument } from './commands.ts';
import { bytesIn, hexDump, sizeText } from './hex.ts';
import { recordViewOf, viewAddress, withinTopic } from './record-view.ts';
import { inOrder } from './rows.ts';
import { summaryOf } from './summary.ts';

const record = (partition: number, offset: number, second: number): ShownRecord =>
  ({ partition, offset: String(offset), time: new Date(second * 1_000).toISOString() }) as ShownRecord;

const part = (partition: number, from: number, records: readonly ShownRecord[], end = 100): Part => ({
  partition,
  start: '0',
  end: String(end),
  records: [...records],
  scanned: { from: String(from), to: String(Math.max(from, ...records.map(({ offset }) => Number(offset) + 1))) },
  gaps: [],
  complete: true,
});

const places = (records: readonly ShownRecord[]) => records.map(one => `${one.partition}-${one.offset}`);
const view = (query: Record<string, string>) => recordViewOf('orders', query);
const topic = { partitionedBy: 'key', partitions: [{}, {}] };

describe('a page over several partitions', () => {
  const parts = [part(0, 8, [record(0, 8, 1), record(0, 9, 5)]), part(1, 3, [record(1, 3, 2), record(1, 4, 3)])];

  it('given newest first, then by time, and each partition goes on where the page has left it', () => {
    const page = browsed(parts, { ...view({}), limit: 25 });
    expect(places(page.records)).toEqual(['0-9', '1-4', '1-3', '0-8']);
    const two = browsed(parts, { ...view({}), limit: 2 as never });
    expect(places(two.records)).toEqual(['0-9', '1-4']);
    const { older, newer } = besides(view({}), two);
    expect(viewAddress(older as never)).toBe('/console/topics/orders?older=0-9.1-4');
    expect(viewAddress(newer as never)).toBe('/console/topics/orders?newer=0-10.1-5');
  });

  it('given forwards, then the oldest first; the order of one partition is that of its offsets, whatever the times', () => {
    const odd = [part(0, 0, [record(0, 0, 9), record(0, 1, 1)]), part(1, 0, [record(1, 0, 5)])];
    expect(places(browsed(odd, view({ order: 'oldest' })).records)).toEqual(['1-0', '0-0', '0-1']);
  });

  it('given what is newer than a page that reads newest first, then it reads newest first too', () => {
    const page = browsed(parts, view({ newer: '0-8.1-3' }));
    expect(places(page.records)).toEqual(['0-9', '1-4', '1-3', '0-8']);
  });

  it('given gaps, then each stands by the records of its partition, and only what the page covers', () => {
    const gap = { from: '10', to: '11', what: 'commit' as const };
    const all = browsed([{ ...(parts[0] as Part), scanned: { from: '8', to: '11' }, gaps: [gap] }], view({}));
    const rows = inOrder(all.records, all.gaps, 'newest').map(one => ('what' in one ? one.what : one.offset));
    expect(rows).toEqual(['commit', '9', '8']);
    const forward = inOrder([...all.records].reverse(), all.gaps, 'oldest');
    expect(forward.map(one => ('what' in one ? one.what : one.offset))).toEqual(['8', '9', 'commit']);
  });
});

describe('what is asked for a view', () => {
  it.each([
    [{}, [{ partition: 0 }, { partition: 1 }]],
    [{ order: 'oldest', partition: '1' }, [{ partition: 1, offset: '0' }]],
    [{ offset: '7', partition: '0' }, [{ partition: 0, offset: '7' }]],
    [{ offset: '7', partition: '0', order: 'newest' }, [{ partition: 0, before: '8' }]],
    [{ key: 'o-1' }, [{ key: 'o-1', offset: '0' }]],
    [{ key: 'o-1', newer: '1-40' }, [{ key: 'o-1', partition: 1, offset: '40' }]],
    [
      { older: '0-5.1-6' },
      [
        { partition: 0, before: '5' },
        { partition: 1, before: '6' },
      ],
    ],
    [{ time: '2026-11-21 10:00', partition: '1' }, [{ partition: 1, time: '2026-11-21T10:00:00.000Z' }]],
    [
      { partition: 'x', offset: '-1', limit: '7', order: 'sideways', older: 'x-1' },
      [{ partition: 0 }, { partition: 1 }],
    ],
  ])('given %j, then it', (query, asked) => {
    expect(questionsOf(view(query as Record<string, string>), topic).map(({ limit, ...rest }) => rest)).toEqual(asked);
  });

  it('given partitions that the topic does not have, then nobody asks for them', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => `${n}-7`).join('.');
    expect(questionsOf(withinTopic(view({ older: many }), 2), topic)).toHaveLength(2);
    expect(withinTopic(view({ newer: '7-1' }), 2)).toEqual(view({}));
  });

  it('given a time, then in UTC unless it names its zone', () => {
    expect(momentOf('2026-11-21T10:00:00+02:00')).toBe('2026-11-21T08:00:00.000Z');
    expect(momentOf('2026-11-21')).toBe('2026-11-21T00:00:00.000Z');
    expect(momentOf('soon')).toBeNull();
  });
});

describe('a record in a row', () => {
  it('given a value, then what tells most comes first, and no more than a line', () => {
    const value = {
      orderId: 'o-1',
      event: {},
      version: 3,
      status: 'PLACED',
      total: { amount: 1990, currency: 'JPY' },
      lines: [1],
    };
    expect(summaryOf(value, 'o-1')).toBe('PLACED · version 3 · total 1990 JPY · lines [1]');
    expect(summaryOf({ name: 'lp1.abc', note: null, title: 'x'.repeat(10_000) }).length).toBeLessThan(140);
    expect([summaryOf(null), summaryOf({})]).toEqual(['', '']);
  });

  it('given bytes, then where, sixteen of them, and their text', () => {
    const bytes = Buffer.from([...Buffer.from('Order <1>'), 0, 0xff, ...Buffer.alloc(8)]);
    expect(hexDump(bytes)).toBe(
      '00000000  4f 72 64 65 72 20 3c 31  3e 00 ff 00 00 00 00 00  |Order <1>.......|\n00000010  00 00 00                                          |...|',
    );
    expect(hexDump(Buffer.alloc(40), 16)).toContain('… 24 more bytes');
    expect([hexDump(Buffer.alloc(0)), sizeText(999), sizeText(1_400), sizeText(3_200_000)]).toEqual([
      '',
      '999 B',
      '1.4 kB',
      '3.2 MB',
    ]);
    for (const n of [0, 1, 2, 3, 100]) expect(bytesIn(Buffer.alloc(n).toString('base64'))).toBe(n);
  });
});

describe('a view as a command', () => {
  it('given what a shell would read otherwise, then it is quoted', () => {
    expect(shellArgument(`it's; rm -rf "$HOME"`)).toBe(`'it'\\''s; rm -rf "$HOME"'`);
    expect(longplayOf(view({ key: 'o 1' }), true)).toBe(
      "npx longplay topics tail orders --order 'o 1' --from beginning",
    );
  });

  it('given a view that the command line does not have, then none', () => {
    expect(longplayOf(view({ offset: '7' }), true)).toBeNull();
    expect(longplayOf(view({ key: 'lp-1' }), false)).toBeNull();
  });
});
