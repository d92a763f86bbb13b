import { describe, expect, it } from 'vitest';
import { projectRecords } from './changes.ts';
import type { Projection } from './definition.ts';
import { isBadData, isPassing } from './passing.ts';
import { recordsOf } from './testing/record.ts';

type Thing = { readonly event: never; readonly version: number; readonly part?: string };

const things: Projection<Thing> = {
  kind: 'table',
  name: 'things',
  topics: ['things'],
  tableSql: new URL('file:///none'),
  table: 'things',
  keyColumns: ['id', 'part'],
  project: ({ version, part = '' }, id) => ({ id, part, version }),
};

const record = recordsOf('things');
const reader = { decode: ((value: Buffer) => JSON.parse(String(value))) as never };

describe('what a run of records comes to', () => {
  it('is the latest version of each key, in whatever order they came, and the first of equal ones', () => {
    const records = [
      record(1, 'a', { version: 2 }),
      record(2, 'a', { version: 3 }),
      record(3, 'a', { version: 1 }),
      record(4, 'b', { version: 1, part: 'x' }),
      record(5, 'b', { version: 1, part: 'y' }),
    ];
    const { changes, failed } = projectRecords(things, reader, records);
    expect(failed.size).toBe(0);
    expect(changes.rows).toEqual([
      { id: 'a', part: '', version: 3 },
      { id: 'b', part: 'x', version: 1 },
      { id: 'b', part: 'y', version: 1 },
    ]);
    expect(projectRecords(things, reader, [...records, ...records]).changes).toEqual(changes);
  });

  it('keeps the first of two rows of one version', () => {
    const first = { ...things, project: (value: Thing & { n?: number }, id: string) => ({ id, part: '', ...value }) };
    const records = [record(1, 'a', { version: 1, n: 1 }), record(2, 'a', { version: 1, n: 2 })];
    expect(projectRecords(first as never, reader, records).changes.rows).toMatchObject([{ n: 1 }]);
  });

  it('knows a key that was deleted, and one that came back', () => {
    const records = [record(1, 'a', { version: 9 }), record(2, 'a', null), record(3, 'b', null)];
    expect(projectRecords(things, reader, records).changes).toEqual({ deleted: ['a', 'b'], rows: [] });
    const back = [...records, record(4, 'a', { version: 1 })];
    expect(projectRecords(things, reader, back).changes).toEqual({
      deleted: ['a', 'b'],
      rows: [{ id: 'a', part: '', version: 1 }],
    });
  });

  it.each([
    ['bytes that cannot be read', record(2, 'b', 'junk')],
    ['no key', record(2, null, { version: 2 })],
  ])('parks a record with %s, and goes on behind it, twice the same', (_, poison) => {
    const records = [record(1, 'a', { version: 1 }), poison, record(3, 'a', { version: 3 })];
    for (const found of [projectRecords(things, reader, records), projectRecords(things, reader, records)]) {
      expect([...found.failed]).toEqual([2n]);
      expect(found.changes.parked).toMatchObject([{ record: { offset: 2n }, cause: expect.any(Error) }]);
      expect(found.changes.rows).toMatchObject([{ id: 'a', version: 3 }]);
    }
  });

  it('leaves the key of what it parks as the fact before says', () => {
    const records = [record(1, 'a', { version: 1 }), record(2, 'a', 'junk')];
    const { changes } = projectRecords(things, reader, records);
    expect(changes).toMatchObject({ rows: [{ id: 'a', version: 1 }], parked: [{ record: { offset: 2n } }] });
  });

  it.each([
    ['a newer fact', record(3, 'a', { version: 3 }), undefined],
    ['a tombstone', record(3, 'a', null), undefined],
    ['one that cannot be projected either', record(3, 'a', 'junk'), [{ record: { offset: 3n } }]],
  ])('parks nothing that %s of the key has made moot', (_, newer, parked) => {
    const { changes, failed } = projectRecords(things, reader, [record(2, 'a', 'junk'), newer]);
    expect(failed.has(2n)).toBe(true);
    if (parked === undefined) expect(changes.parked).toBeUndefined();
    else expect(changes.parked).toMatchObject(parked);
  });

  it('passes over keys that make no row, also where they cannot be read', () => {
    const { changes, failed } = projectRecords({ ...things, passesOver: ['task'] }, reader, [
      record(1, 'task', 'junk'),
    ]);
    expect([changes, failed.size]).toEqual([{ deleted: [], rows: [] }, 0]);
  });

  it('is given up where what keeps a record from being read may pass', () => {
    const error = Object.assign(new Error('away'), { kind: 'retriable' });
    const throwing = {
      decode: (() => {
        throw error;
      }) as never,
    };
    expect(() => projectRecords(things, throwing, [record(1, 'a', {})])).toThrow(error);
  });
});

describe('an error', () => {
  it.each([
    [{ kind: 'retriable' }, true],
    [{ kind: 'unavailable' }, true],
    [{ kind: 'fatal', code: '08000' }, false],
    [{ code: 'CONNECTION_CLOSED' }, true],
    [{ code: 'ECONNREFUSED' }, true],
    [{ code: '57P01' }, true],
    [{ code: '40001' }, true],
    [{ code: '22P05' }, false],
    [{ code: '42P01' }, false],
    [{ code: 'LP_PROJECTION_OVERTAKEN' }, true],
    [{ code: 'LP_PROJECTION_POSITION_LOST' }, false],
    [new TypeError('a defect'), false],
  ])('%o passes by itself: %s', (error, passes) => expect(isPassing(error)).toBe(passes));

  it('is of the data where Postgres refuses a value or a constraint', () => {
    expect(['22P05', '23514', '54000', '42P01', 'CONNECTION_CLOSED'].map(code => isBadData({ code }))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
