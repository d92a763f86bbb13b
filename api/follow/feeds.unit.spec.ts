import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedRoutes } from '../routes/feeds.ts';
import { type MemoryFollow, openMemoryFollow } from '../testing/memory-follow.ts';
import { parsedFeed, parsedXml } from '../testing/parsed-atom.ts';
import { atomText } from './atom.ts';
import { archiveLinks, pagesOf } from './feed-pages.ts';

let shop: MemoryFollow;
beforeEach(async () => {
  shop = await openMemoryFollow(async (app, follow) => void (await app.register(feedRoutes, { follow })));
});
afterEach(() => shop.stop());

const topic = 'shop.fraud-flags';
/** Tombstones: what they say matters little here. */
const append = (count: number, from = 0): Promise<void> =>
  shop.append(
    ...Array.from({ length: count }, (_, n) => ({
      topic,
      partition: 0,
      key: Buffer.from(`c-${(n + from) % 7}`),
      value: null,
      headers: [['ce_type', Buffer.from('longplay.fraud-flag.set')]] as const,
      timestamp: 1_000 + n + from,
    })),
  );

async function feedAt(path: string) {
  const answer = await shop.get(path);
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/atom+xml; charset=utf-8' } });
  return parsedFeed(answer.body);
}

const offsetsOf = (feed: ReturnType<typeof parsedFeed>): number[] =>
  feed.entries.map(({ content }) => Number(content.offset));

describe('the feed of a partition', () => {
  it('tells the newest facts, and leads to all older ones and back', async () => {
    await append(350);
    const current = await feedAt('/feeds/fraud-flags/0');
    expect([current.isArchive, current.links.current]).toEqual([false, '/feeds/fraud-flags/0']);
    const offsets = [...offsetsOf(current)];
    const way: string[] = [];
    for (let next = current.links['prev-archive']; next !== undefined; ) {
      const page = await feedAt(next);
      expect([page.isArchive, page.id]).toEqual([true, current.id]);
      offsets.push(...offsetsOf(page));
      way.push(next);
      next = page.links['prev-archive'];
    }
    expect(offsets).toEqual(Array.from({ length: 350 }, (_, n) => 349 - n));
    expect(way).toEqual(['/feeds/fraud-flags/0/pages/1', '/feeds/fraud-flags/0/pages/0']);
    expect((await feedAt(way[1] as string)).links['next-archive']).toBe(way[0]);
    expect((await feedAt(way[0] as string)).links['next-archive']).toBeUndefined();
  });

  it('keeps its archived pages and the ids of entries as they are, whatever comes', async () => {
    await append(250);
    const url = '/feeds/fraud-flags/0/pages/0';
    const before = await shop.get(url);
    // Not yet the link to the page that comes after it, which it will have.
    expect(before.headers['cache-control']).toBe('private, no-cache');
    await append(300, 250);
    const after = await shop.get(url);
    expect(parsedFeed(after.body).entries).toEqual(parsedFeed(before.body).entries);
    expect(parsedFeed(after.body).links['next-archive']).toBe('/feeds/fraud-flags/0/pages/1');
    expect(after.headers['cache-control']).toBe('private, max-age=300');
    expect(parsedFeed(after.body).entries.at(-1)).toMatchObject({
      id: expect.stringMatching(/^urn:longplay:shop\.fraud-flags:.+:0:0$/),
      title: 'longplay.fraud-flag.set c-0',
      updated: '1970-01-01T00:00:01.000Z',
      content: { offset: '0', key: 'c-0', tombstone: true, value: null },
    });
    const known = await shop.app.inject({ url, headers: { 'if-none-match': after.headers.etag } });
    expect([known.statusCode, known.body]).toEqual([304, '']);
  });

  it('has holes where compaction took what was overtaken, and the same pages', async () => {
    await append(350);
    shop.broker.compact(topic);
    const page = await feedAt('/feeds/fraud-flags/0/pages/0');
    expect([page.entries.length, page.links['next-archive']]).toEqual([0, '/feeds/fraud-flags/0/pages/1']);
    expect((await feedAt('/feeds/fraud-flags/0')).entries.length).toBeGreaterThan(0);
  });

  it('is not there for requests, partitions and pages that there are not', async () => {
    await append(150);
    for (const path of ['orders/9', 'order-requests', 'nothing', 'fraud-flags/0/pages/0', 'fraud-flags/1/pages/0']) {
      expect((await shop.get(`/feeds/${path}`)).status).toBe(404);
    }
  });

  it('leaves large values where they are, and says where', async () => {
    const value = Buffer.concat([Buffer.from([9]), Buffer.alloc(100_000)]);
    await shop.append({ topic, partition: 0, key: Buffer.from('c-1'), value });
    const [entry] = (await feedAt('/feeds/fraud-flags/0')).entries;
    expect(entry?.src).toBe('/topics/fraud-flags/records?partition=0&offset=0&limit=1');
  });
});

describe('the feed of a topic', () => {
  it('tells the newest facts of all partitions, and where their feeds are', async () => {
    await append(120);
    await shop.append({ topic, partition: 1, key: Buffer.from('other'), value: null, timestamp: 5_000 });
    const feed = await feedAt('/feeds/fraud-flags');
    expect(feed.entries).toHaveLength(100);
    expect(feed.entries[0]?.content).toMatchObject({ partition: 1, key: 'other' });
    expect(feed.links.related).toBe('/feeds/fraud-flags/1');
  });
});

describe('pages', () => {
  it('are never one that still grows, and begin where the log does', () => {
    expect(pagesOf({ start: 0n, end: 199n })).toEqual({ first: 0, last: -1, currentFrom: 0n });
    expect(pagesOf({ start: 0n, end: 200n })).toEqual({ first: 0, last: 0, currentFrom: 100n });
    expect(pagesOf({ start: 250n, end: 1_050n })).toEqual({ first: 2, last: 8, currentFrom: 900n });
    expect(archiveLinks('/f', { first: 2, last: 8, currentFrom: 900n }, 2)).toEqual([
      { rel: 'next-archive', href: '/f/pages/3' },
    ]);
  });
});

describe('Atom', () => {
  it('is well-formed whatever texts hold', () => {
    const odd = '<a href="x">&amp; ]]> \u0000\u0007\ud800 \ufffe 🎵';
    const base = { updated: '2026-01-01T00:00:00.000Z', isArchive: false };
    const entry = { id: odd, title: odd, updated: base.updated, content: { odd }, link: `/x?a=1&b="${odd}"` };
    const text = atomText({
      ...base,
      id: odd,
      title: odd,
      author: odd,
      links: [{ rel: odd, href: odd }],
      entries: [entry],
    });
    const readable = '<a href="x">&amp; ]]> \ufffd\ufffd\ufffd \ufffd 🎵';
    const feed = parsedXml(text);
    expect(feed.children.find(({ name }) => name === 'title')?.text).toBe(readable);
    expect(parsedFeed(text).entries[0]?.content.odd).toBeDefined();
  });
});
