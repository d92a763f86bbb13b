import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../log/port.ts';
import { defineTable, type Projected } from '../definition.ts';
import { recordsOf } from '../testing/record.ts';
import { type FactReader, gatherer } from './gather.ts';

type Fact = Projected & { readonly id: string; readonly version: number; readonly other: number };

const table = (more: { versionField?: string; keyColumns?: readonly [string, ...string[]] }) =>
  defineTable<Fact>({
    name: 'facts',
    topics: ['facts'],
    tableSql: new URL('file:///table.sql'),
    table: 'facts',
    keyColumns: ['id'],
    project: ({ id, version, other }) => ({ id, version, other }),
    ...more,
  });

const decoded: string[] = [];
const reader: FactReader<Fact> = {
  decode: ((value: Buffer) => {
    decoded.push(String(value));
    return JSON.parse(String(value));
  }) as FactReader<Fact>['decode'],
  peek: field => value => {
    const [, number] = new RegExp(`"${field}":(\\d+)`).exec(String(value)) ?? [];
    return number === undefined ? null : Number(number);
  },
};

const record = recordsOf('facts');
const fact = (offset: number, id: string, version: number, other = offset) =>
  record(offset, id, { id, version, other });

function gathered(projection: ReturnType<typeof table>, records: readonly LogRecord[]) {
  const gathering = gatherer(projection, reader);
  decoded.length = 0;
  for (const one of records) gathering.add(one);
  return { ...gathering, decodedFirst: decoded.length, rows: () => [...gathering.rowsIn(records)] };
}

const history = [fact(0, 'a', 1), fact(1, 'ö', 1), fact(3, 'a', 2), fact(4, 'a', 1), fact(5, 'a', 2), fact(9, 'ö', 3)];
const newest = [
  { id: 'a', version: 2, other: 3 },
  { id: 'ö', version: 3, other: 9 },
];

describe('given the field that holds the version', () => {
  it('then only the newest facts are decoded, the first of equal ones', () => {
    const { rows, decodedFirst, size, records } = gathered(table({ versionField: 'version' }), history);
    expect([decodedFirst, size(), records()]).toEqual([0, 2, 6]);
    expect(rows()).toEqual(newest);
    expect(decoded).toHaveLength(2);
  });

  it('then the rows are those of decoding everything', () => {
    const { rows, decodedFirst } = gathered(table({}), history);
    expect(decodedFirst).toBe(6);
    expect(rows()).toEqual(newest);
  });

  it('then it tells where the next of them stands', () => {
    const { nextFrom } = gathered(table({ versionField: 'version' }), history);
    expect([0n, 3n, 4n, 9n, 10n].map(nextFrom)).toEqual([3n, 3n, 9n, 9n, null]);
  });

  it('then a tombstone ends what came before it, and what comes after it counts', () => {
    const records = [...history, record(10, 'a', null), record(11, 'ö', null), fact(12, 'ö', 1)];
    const { rows, deleted, size } = gathered(table({ versionField: 'version' }), records);
    expect([deleted(), size()]).toEqual([['a', 'ö'], 1]);
    expect(rows()).toEqual([{ id: 'ö', version: 1, other: 12 }]);
  });

  it('then it is not believed where a row has another version', () => {
    const { rows } = gathered(table({ versionField: 'other' }), history);
    expect(rows).toThrow(/facts\[0\] at 5: Its row has the version 2, and its field other is 5/);
  });

  it('then a key with several rows is decoded all the same', () => {
    const two = table({ versionField: 'version', keyColumns: ['id', 'other'] });
    const { rows, decodedFirst, size } = gathered(two, [fact(0, 'a', 1, 1), fact(1, 'a', 1, 2), fact(2, 'a', 2, 1)]);
    expect([decodedFirst, size()]).toEqual([3, 2]);
    expect(rows()).toEqual([
      { id: 'a', version: 1, other: 2 },
      { id: 'a', version: 2, other: 1 },
    ]);
  });
});

describe('given a record that cannot be projected', () => {
  const broken = (offset: number, version: string) => record(offset, 'a', `{"id":"a"${version}`);

  it('then it does no harm where a newer fact replaces it, as if it had been compacted away', () => {
    const { rows } = gathered(table({ versionField: 'version' }), [broken(0, ',"version":1'), fact(1, 'a', 2)]);
    expect(rows()).toEqual([{ id: 'a', version: 2, other: 1 }]);
  });

  it('then it is named where it is the newest', () => {
    const { rows } = gathered(table({ versionField: 'version' }), [fact(0, 'a', 1), broken(1, ',"version":2')]);
    expect(rows).toThrow(expect.objectContaining({ code: 'LP_PROJECTION_POISON' }));
    expect(rows).toThrow(/facts\[0\] at 1/);
  });

  it('then it is named at once where even its version cannot be told, or it has no key', () => {
    const projection = table({ versionField: 'version' });
    expect(() => gathered(projection, [broken(0, '')])).toThrow(/facts\[0\] at 0/);
    expect(() => gathered(projection, [record(7, null, '{}')])).toThrow(/facts\[0\] at 7: The record has no key/);
  });
});
