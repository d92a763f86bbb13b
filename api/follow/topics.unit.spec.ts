import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerCustomer } from '../requests/customers.ts';
import { putProduct } from '../requests/products.ts';
import { topicEventRoutes } from '../routes/topic-events.ts';
import { topicRoutes } from '../routes/topics.ts';
import { type MemoryFollow, openMemoryFollow } from '../testing/memory-follow.ts';

const asking = (id: string, time: number) => ({ id, bodyHash: null, time, actor: null });
const content = { title: 'T', artist: 'A', format: 'LP', price: { amount: 1, currency: 'USD' } };
const put = (sku: string, time = 1_000) => putProduct(asking(`put-${sku}-${time}`, time), sku, content);
const records = '/topics/product-requests/records';

let shop: MemoryFollow;
beforeEach(async () => {
  shop = await openMemoryFollow(async (app, follow) => {
    await app.register(topicRoutes, { follow });
    await app.register(topicEventRoutes, { follow });
  });
});
afterEach(() => shop.stop());

const offsetsOf = (body: { records: { offset: string }[] }) => body.records.map(({ offset }) => Number(offset));

/** Nine records of one key, so in one partition. */
async function nine(): Promise<number> {
  for (let time = 1; time <= 9; time += 1) await shop.sender.send(put('lp-1', time * 1_000));
  return (await shop.get(`${records}?key=lp-1`)).body.partition;
}

describe('the catalogue', () => {
  it('tells of each topic who writes it, and where it ends', async () => {
    await shop.sender.send(put('lp-1'));
    const { body } = await shop.get('/topics');
    const one = body.topics.find(({ name }: { name: string }) => name === 'product-requests');
    expect(one).toMatchObject({ kind: 'requests', key: 'sku', writtenBy: ['api'], cleanup: 'delete' });
    expect(one.partitions.map(({ end }: { end: string }) => end).sort()).toEqual(['0', '1']);
    expect((await shop.get('/topics/product-requests')).body).toEqual(one);
    expect((await shop.get('/topics/nothing')).status).toBe(404);
  });

  it('tells the newest record of each where that is asked for, and sees what has come since', async () => {
    const url = '/topics/product-requests';
    const newest = async () => (await shop.get(`${url}?newest=true`)).body.newest;
    expect(await newest()).toBeNull();
    await shop.sender.send(put('lp-1', 2_000));
    expect(await newest()).toMatchObject({ offset: '0', time: new Date(2_000).toISOString() });
    await shop.sender.send(put('lp-1', 5_000));
    const { offset, time } = await newest();
    expect([offset, time]).toEqual(['1', new Date(5_000).toISOString()]);
    const all = (await shop.get('/topics?newest=true')).body.topics;
    const shown = all.filter((one: { newest: object | null }) => one.newest !== null);
    expect(shown.map(({ name }: { name: string }) => name)).toEqual(['product-requests']);
    expect((await shop.get(url)).body.newest).toBeNull();
  });
});

describe('the records of a topic', () => {
  it('are paged backwards from the end, and forwards to what has come since', async () => {
    const partition = await nine();
    const newest = (await shop.get(`${records}?partition=${partition}&limit=4`)).body;
    expect(offsetsOf(newest)).toEqual([5, 6, 7, 8]);
    expect(newest).toMatchObject({ start: '0', end: '9', complete: true, scanned: { from: '5', to: '9' } });
    const older = (await shop.get(`${records}?cursor=${newest.olderCursor}&limit=4`)).body;
    expect(offsetsOf(older)).toEqual([1, 2, 3, 4]);
    const oldest = (await shop.get(`${records}?cursor=${older.olderCursor}&limit=4`)).body;
    expect([offsetsOf(oldest), oldest.olderCursor]).toEqual([[0], null]);
    const forwards = (await shop.get(`${records}?cursor=${oldest.newerCursor}&limit=100`)).body;
    expect(offsetsOf(forwards)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(offsetsOf((await shop.get(`${records}?cursor=${forwards.newerCursor}`)).body)).toEqual([]);
    await shop.sender.send(put('lp-1', 10_000));
    expect(offsetsOf((await shop.get(`${records}?cursor=${forwards.newerCursor}`)).body)).toEqual([9]);
  });

  it('are paged backwards from an offset, and say what lies between them', async () => {
    const partition = await nine();
    const transaction = await shop.log.transactionalWriter('spec');
    await transaction.fence();
    const topic = 'shop.product-requests';
    await transaction.transact({ records: [{ topic, partition, key: Buffer.from('lp-1'), value: null }] });
    await expect
      .poll(async () => (await shop.get(`/topics/product-requests`)).body.partitions[partition].end)
      .toBe('11');
    const { body } = await shop.get(`${records}?partition=${partition}&limit=3`);
    expect([offsetsOf(body), body.gaps]).toEqual([[7, 8, 9], [{ from: '10', to: '11', what: 'commit' }]]);
    const before = (await shop.get(`${records}?partition=${partition}&limit=3&before=8`)).body;
    expect([offsetsOf(before), before.gaps]).toEqual([[5, 6, 7], []]);
    expect((await shop.get(`${records}?partition=${partition}&before=8&offset=1`)).status).toBe(400);
    await transaction.close();
  });

  it('are found by offset, by time and by key', async () => {
    const partition = await nine();
    expect(offsetsOf((await shop.get(`${records}?partition=${partition}&offset=7`)).body)).toEqual([7, 8]);
    const since = new Date(6_000).toISOString();
    expect(offsetsOf((await shop.get(`${records}?partition=${partition}&time=${since}`)).body)).toEqual([5, 6, 7, 8]);
    await shop.append({ topic: 'shop.product-requests', partition, key: Buffer.from('other'), value: null });
    const other = (await shop.get(`${records}?partition=${partition}&key=other`)).body;
    expect(other).toMatchObject({ records: [{ key: 'other', tombstone: true, value: null }], olderCursor: null });
    expect(other.scanned).toEqual({ from: '0', to: '10' });
    const first = (await shop.get(`${records}?key=lp-1&limit=5`)).body;
    const second = (await shop.get(`${records}?key=lp-1&limit=5&cursor=${first.newerCursor}`)).body;
    expect([offsetsOf(first), offsetsOf(second)]).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('are decoded and raw, and say why they cannot be decoded', async () => {
    const { body: before } = await shop.get(`${records}?key=lp-1`);
    const { partition } = before;
    const topic = 'shop.product-requests';
    const headers = [['odd', null]] as const;
    await shop.append({ topic, partition, key: null, value: Buffer.from('hello'), headers, timestamp: 1 });
    await shop.sender.send(put('lp-1', 2_000));
    const [odd, even] = (await shop.get(`${records}?partition=${partition}`)).body.records;
    expect(odd).toMatchObject({ key: null, value: null, undecodable: { reason: 'bad-magic' }, schemaId: null });
    expect(odd.raw).toEqual({ key: null, value: 'aGVsbG8=', headers: [{ name: 'odd', value: null }] });
    expect(even).toMatchObject({ key: 'lp-1', tombstone: false, undecodable: null, time: '1970-01-01T00:00:02.000Z' });
    expect(even.value).toMatchObject({ sku: 'lp-1', put: { price: { amount: 1 } } });
    expect(even.schemaId).toBeGreaterThan(0);
    expect(even.headers).toContainEqual({ name: 'ce_type', value: 'longplay.product-request.put' });
  });

  it('show what is personal as ciphertext, and open it for an admin who asks', async () => {
    await shop.sender.send(registerCustomer(asking('r-1', 1), 'c-1', { name: 'Ann Lee', email: 'ann@example.org' }));
    const url = '/topics/customer-requests/records?key=c-1';
    const closed = await shop.get(url);
    expect(closed.body.records[0].value.register.name).toMatch(/^lp1\./);
    expect((await shop.get(`${url}&open=true`)).body).toMatchObject({ status: 403, code: 'LP_API_FORBIDDEN' });
    shop.scopes.add('operator');
    expect((await shop.get(`${url}&open=true`)).status).toBe(403);
    shop.scopes.add('admin');
    const told = vi.spyOn(shop.app.log, 'info');
    expect((await shop.get(`${url}&open=true`)).body.records[0].value.register.name).toBe('Ann Lee');
    const { partition } = closed.body;
    const opened = { topic: 'customer-requests', partition, offsets: ['0'], key: 'c-1' };
    const line = [{ actor: { kind: 'KEY', id: 'spec' }, ...opened }, 'personal texts of records are opened'];
    const lines = () => told.mock.calls.filter(([, text]) => String(text).startsWith('personal'));
    expect(lines()).toEqual([line]);
    expect(JSON.stringify((await shop.get(url)).body)).not.toContain('Ann Lee');
    expect(lines()).toHaveLength(1);
  });

  it('are refused where it is not clear which', async () => {
    for (const query of ['', '?partition=0&offset=1&time=2026-01-01T00:00:00Z', '?cursor=x1.1', '?partition=zero']) {
      expect((await shop.get(`${records}${query}`)).status).toBe(400);
    }
    expect((await shop.get('/topics/orders.hospital/records?key=one')).status).toBe(400);
    expect((await shop.get(`${records}?partition=7`)).status).toBe(404);
  });

  it('say that Kafka is away, in time', async () => {
    shop.broker.down();
    expect((await shop.get(`${records}?partition=0`)).body).toMatchObject({ status: 503 });
    shop.broker.up();
  });
});

describe('the stream of a topic', () => {
  const stream = '/topics/product-requests/events';
  const keys = (events: readonly { data: { key: string } }[]) => events.map(({ data }) => data.key);

  it('tells what there is and what comes, and goes on after the last event, on any instance', async () => {
    await shop.sender.sendAll([put('lp-1'), put('lp-1', 2_000)]);
    const first = await shop.listen(`${stream}?from=beginning`);
    expect(first.headers.get('content-type')).toBe('text/event-stream');
    expect(keys(await first.take(2))).toEqual(['lp-1', 'lp-1']);
    await shop.sender.send(put('lp-2'));
    const [third] = await first.take(1);
    expect(third).toMatchObject({ event: 'record', data: { key: 'lp-2', value: { sku: 'lp-2' } } });
    first.close();
    await shop.sender.sendAll([put('lp-3'), put('lp-4')]);
    const second = await shop.listen(stream, { 'last-event-id': third?.id ?? '' });
    expect(keys(await second.take(2)).sort()).toEqual(['lp-3', 'lp-4']);
    const middle = await shop.listen(stream, { 'last-event-id': first.received[0]?.id ?? '' });
    expect(keys(await middle.take(4)).sort()).toEqual(['lp-1', 'lp-2', 'lp-3', 'lp-4']);
    second.close();
    middle.close();
  });

  it('brings all of a piece that is larger than what may wait for a client', async () => {
    const value = Buffer.alloc(300_000);
    const topic = 'shop.product-requests';
    const records = Array.from({ length: 20 }, () => ({ topic, partition: 0, key: Buffer.from('k'), value }));
    await shop.append(...records);
    const source = await shop.listen(`${stream}?from=beginning`);
    const offsets = (await source.take(20)).map(({ data }) => Number(data.offset));
    expect(offsets).toEqual(Array.from({ length: 20 }, (_, n) => n));
    source.close();
  });

  it('is not asked for by HEAD, which would wait for its end', async () => {
    const head = await shop.app.inject({ method: 'HEAD', url: stream });
    expect(head.statusCode).toBe(404);
  });

  it('says which offsets are gone, and refuses ids of a topic that was made anew', async () => {
    const partition = await nine();
    const first = await shop.listen(`${stream}?from=beginning`);
    const [told] = await first.take(1);
    first.close();
    const topic = 'shop.product-requests';
    await shop.log.admin.deleteRecords([{ topic, partition, offset: 4n }]);
    const second = await shop.listen(stream, { 'last-event-id': told?.id ?? '' });
    const [gap, next] = await second.take(2);
    expect(gap).toMatchObject({ event: 'gap', data: { partition, from: '1', to: '4' } });
    expect(next?.data.offset).toBe('4');
    second.close();
    const foreign = await shop.listen(stream, { 'last-event-id': '00000000-0.0' });
    expect(foreign.status).toBe(410);
    expect((await shop.listen(stream, { 'last-event-id': 'nonsense' })).status).toBe(400);
  });

  it('shares one reader, ends with the server, and begins again where the broker was away', async () => {
    const both = await Promise.all([shop.listen(stream), shop.listen(stream)]);
    await shop.sender.send(put('lp-1'));
    expect(keys((await Promise.all(both.map(one => one.take(1)))).flat())).toEqual(['lp-1', 'lp-1']);
    shop.broker.down();
    shop.broker.up();
    await shop.sender.send(put('lp-2'));
    expect(keys((await Promise.all(both.map(one => one.take(1)))).flat())).toEqual(['lp-2', 'lp-2']);
    const ended = both.map(one => one.rest());
    await shop.app.close();
    expect(await Promise.all(ended)).toEqual([[], []]);
  });
});
