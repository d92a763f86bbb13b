import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryFollow, openMemoryFollow } from '../testing/memory-follow.ts';
import { schemaIdsIn } from './schema-ids.ts';

const full = 'shop.product-requests';
const written = (id: number) => {
  const value = Buffer.alloc(6);
  value.writeUInt32BE(id, 1);
  return value;
};

let shop: MemoryFollow;
beforeAll(async () => {
  shop = await openMemoryFollow(async () => undefined);
  const values = [written(7), written(7), null, Buffer.from('text'), written(9)];
  await shop.append(...values.map(value => ({ topic: full, partition: 0, key: Buffer.from('k'), value })));
  await shop.append({ topic: full, partition: 1, key: Buffer.from('k'), value: written(7) });
});
afterAll(() => shop.stop());

describe('which schemas records of a topic are written with', () => {
  it('given time enough, then all of them, and what else there is', async () => {
    const seen = await schemaIdsIn(shop.follow.reads, { full }, undefined);
    expect(seen).toMatchObject({ tombstones: 1, foreign: 1, cursor: null });
    expect(seen.schemas).toEqual([
      { id: 7, records: 3, first: { partition: 0, offset: '0' }, last: { partition: 1, offset: '0' } },
      { id: 9, records: 1, first: { partition: 0, offset: '4' }, last: { partition: 0, offset: '4' } },
    ]);
    expect(seen.partitions).toContainEqual({ partition: 0, from: '0', to: '5', end: '5' });
  });

  it('given no time, then nothing was looked at, and the cursor goes on and counts on', async () => {
    const none = await schemaIdsIn(shop.follow.reads, { full }, undefined, 0);
    expect([none.schemas, none.partitions[0]]).toEqual([[], { partition: 0, from: '0', to: '0', end: '5' }]);
    const all = await schemaIdsIn(shop.follow.reads, { full }, none.cursor ?? '');
    expect(all).toEqual(await schemaIdsIn(shop.follow.reads, { full }, undefined));
  });

  it.each([
    'nonsense',
    Buffer.from('{"partitions":[]}').toString('base64url'),
    Buffer.from('null').toString('base64url'),
  ])('given a cursor of something else, %s, then it is refused', async cursor => {
    const asked = schemaIdsIn(shop.follow.reads, { full }, cursor);
    await expect(asked).rejects.toMatchObject({ code: 'LP_API_INPUT_INVALID' });
  });
});
