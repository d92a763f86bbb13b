import { describe, expect, it } from 'vitest';
import type { HospitalCase } from '../hospital/case.ts';
import { caseIndex } from '../hospital/case-index.ts';
import type { Values } from './definition.ts';
import type { Item } from './items.ts';
import { type Parking, parkFrom } from './parking.ts';
import { json } from './testing/bare.ts';

const known = {
  caseId: 'bare/in/0/7',
  status: 'DISCARDED',
  source: 'RECORD',
  record: { topic: 'in', partition: 0, offset: 7, timestamp: 1_000, key: 'k', value: null },
  treatments: [],
} as unknown as HospitalCase;
const ward = {
  store: { get: (id: string) => (id === known.caseId ? { value: json.encode(known) } : undefined) },
  reader: json,
  index: caseIndex(),
};
const parking = { ward, processor: 'bare', version: 'test', now: 5_000 } as unknown as Parking;
const item = (timestamp: number, key = 'k'): Item<Values> => ({
  key,
  error: new Error('no'),
  arrival: {
    topic: 'in',
    record: { topic: 'p.in', partition: 0, offset: 7n, timestamp, key: Buffer.from(key), value: null, headers: [] },
  },
});
const park = (one: Item<Values>) => parkFrom(parking, one.key, [one], new Error('no'), null);

describe('a record at an offset that a case names', () => {
  it('given the very record, which was discarded, then it is passed over', () => {
    expect(park(item(1_000))).toBeNull();
  });

  it('given another record, since an imported log counts its offsets anew, then it is a case of its own', () => {
    expect(park(item(2_000))?.failed).toMatchObject({ caseId: 'bare/in/0/7@2000', status: 'WAITING', attempts: 1 });
    expect(park(item(1_000, 'other'))?.failed).toMatchObject({ caseId: 'bare/in/0/7@1000', blockedKey: 'other' });
  });
});
