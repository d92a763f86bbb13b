import { id, object, readAnswers } from './schemas.ts';

type Schema = Readonly<Record<string, unknown>>;

const topic = id('A topic of facts, without the installation’s prefix.', 'products');
const number = (description: string, example: number): Schema => ({
  type: 'integer',
  minimum: 0,
  maximum: 1_000_000_000,
  description,
  examples: [example],
});
const partition = number('Which partition.', 0);

const tags = ['topics'];
const headers = {
  type: 'object',
  properties: { 'if-none-match': { type: 'string', description: 'The ETag at hand: 304 where it still holds.' } },
};

const example = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">
<id>urn:longplay:longplay.products:b0c7…:0</id>
<title>products, partition 0</title>
<updated>2026-11-21T10:00:00.000Z</updated>
<author><name>catalogue</name></author>
<link rel="self" href="/feeds/products/0"/>
<link rel="current" href="/feeds/products/0"/>
<link rel="prev-archive" href="/feeds/products/0/pages/3"/>
<entry>
<id>urn:longplay:longplay.products:b0c7…:0:541</id>
<title>longplay.product.put lp-1</title>
<updated>2026-11-21T10:00:00.000Z</updated>
<link rel="alternate" href="/topics/products/records?partition=0&amp;offset=541&amp;limit=1"/>
<content type="application/json">{"topic":"products","partition":0,"offset":"541","key":"lp-1","tombstone":false,"schemaId":12,"value":{"sku":"lp-1"},"undecodable":null}</content>
</entry>
</feed>
`;

const answers = (description: string) => ({
  ...readAnswers({}, ''),
  200: { description, content: { 'application/atom+xml': { schema: { type: 'string', examples: [example] } } } },
  304: { description: 'The ETag at hand still holds.', type: 'null' },
});

export const indexSchema = {
  operationId: 'readFeed',
  summary: 'Read the newest facts of a topic as an Atom feed',
  description:
    'The newest 100 facts over all partitions, the newest first, for readers of feeds. Whoever must miss nothing follows the feed of each partition, which `related` links name: order holds within a partition only.',
  tags,
  params: object({ topic }, ['topic']),
  headers,
  response: answers('The newest facts.'),
};

export const feedSchema = {
  operationId: 'readPartitionFeed',
  summary: 'Read the newest facts of a partition, with the way to all older ones',
  description:
    'An archived feed (RFC 5005): read this address now and then, and follow `prev-archive` until a page that is known. An entry’s id is its place on the log. Personal texts are ciphertext.',
  tags,
  params: object({ topic, partition }, ['topic', 'partition']),
  headers,
  response: answers('The newest facts, the newest first: between one and two pages of offsets.'),
};

export const pageSchema = {
  operationId: 'readFeedPage',
  summary: 'Read an archived page of a partition’s feed',
  description:
    'A fixed range of 100 offsets. Nothing is ever added to it; compaction takes facts from it that a newer one of the same key has overtaken, so a page may be short, or empty. Cache-Control says for how long it may be kept before its ETag is asked about.',
  tags,
  params: object({ topic, partition, page: number('Which page, counted from the first offset.', 0) }, [
    'topic',
    'partition',
    'page',
  ]),
  headers,
  response: answers('The facts of the page, the newest first.'),
};
