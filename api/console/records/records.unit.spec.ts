import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putProduct } from '../../requests/products.ts';
import { topicRoutes } from '../../routes/topics.ts';
import { type MemoryConsole, openMemoryConsole } from '../testing/memory-console.ts';
import { recordPages } from './records.ts';

const asking = (id: string, time: number) => ({ id, bodyHash: null, time, actor: null });
const hostile = '<script>alert(1)</script>\u202e';
const content = { title: hostile, artist: 'A'.repeat(10_000), format: 'LP', price: { amount: 1990, currency: 'USD' } };
const full = 'shop.product-requests';
const topic = '/console/topics/product-requests';

let console: MemoryConsole;
/** Where lp-1 is: three requests, a marker, a tombstone and a text that is no Avro. */
let partition: number;

beforeAll(async () => {
  console = await openMemoryConsole(recordPages, (app, follow) => app.register(topicRoutes, { follow }) as never);
  for (const n of [1, 2, 3]) {
    await console.sender.send(putProduct(asking(`put-${n}`, n * 60_000), 'lp-1', content));
  }
  partition = (await console.get('/topics/product-requests/records?key=lp-1')).body.partition;
  const writer = await console.log.transactionalWriter('spec');
  await writer.fence();
  const record = { topic: full, partition, timestamp: 240_000, value: null };
  await writer.transact({ records: [{ ...record, key: Buffer.from('lp-1') }] });
  await writer.close();
  const headers = [['ce_type', Buffer.from('<b>odd</b>')]] as const;
  const odd = { key: Buffer.from(hostile), value: Buffer.from('hello, this is no Avro'), timestamp: 300_000, headers };
  await console.append({ ...record, ...odd });
});
afterAll(() => console.stop());

describe('the list of topics', () => {
  it('says how much there is of each, when it last got something, and which are empty', async () => {
    const { status, text, html } = await console.page('/console/topics');
    expect(status).toBe(200);
    expect(text).toContain('product-requests put a product’s content, withdraw it');
    expect(html).toContain('href="/console/schemas/product-requests"');
    expect(text).toMatch(/Facts .* Nothing in orders , payments/);
  });
});

describe('the records of a topic', () => {
  it('are shown newest first: tombstones, markers and what cannot be decoded by their names', async () => {
    const { text, html } = await console.page(topic);
    expect(text).toMatch(
      /· 5 1970-01-01 00:05:00.*cannot be decoded.*bad-magic.*· 4 marker: a transaction was committed/,
    );
    expect(text).toMatch(
      /tombstone no value.*· 2 1970-01-01 00:03:00 lp-1 longplay.product-request.put from \/shop\/test/,
    );
    expect(html).toContain('data-live="log"');
    expect(text).not.toContain('Older records');
  });

  it('are text, whatever stands in them', async () => {
    for (const url of [
      topic,
      `${topic}/${partition}/2`,
      `${topic}/${partition}/5`,
      `${topic}?key=${encodeURIComponent(hostile)}`,
    ]) {
      const { html, status } = await console.page(url);
      expect([url, status]).toEqual([url, 200]);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<b>odd');
      expect(html).toContain('&lt;');
    }
  });

  it('are paged both ways without a gap or a repeat, and the address says all of it', async () => {
    const at = `?limit=25&partition=${partition}`;
    const { html } = await console.page(`${topic}${at}&offset=2&order=newest`);
    expect([...html.matchAll(/id="r-\d-(\d+)"/g)].map(([, n]) => n)).toEqual(['2', '1', '0']);
    const newer = /href="([^"]+)">Newer records/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(newer).toContain(`newer=${partition}-3`);
    const next = await console.page(newer);
    expect([...next.html.matchAll(/id="r-\d-(\d+)"/g)].map(([, n]) => n)).toEqual(['5', '3']);
    expect(next.html).toMatch(/href="[^"]*older=\d-3[^"]*">Older records/);
    expect(next.html).toContain('data-live=""');
  });

  it('are found by key and by time, in UTC', async () => {
    const byKey = await console.page(`${topic}?key=lp-1`);
    expect([...byKey.html.matchAll(/id="r-\d-(\d+)"/g)].map(([, n]) => n)).toEqual(['0', '1', '2', '3']);
    expect(byKey.html).toContain('value="lp-1"');
    const byTime = await console.page(`${topic}?partition=${partition}&time=1970-01-01+00:03`);
    expect([...byTime.html.matchAll(/id="r-\d-(\d+)"/g)].map(([, n]) => n)).toEqual(['2', '3', '5']);
    const wrong = await console.page(`${topic}?time=yesterday`);
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('yesterday is no time')]);
  });

  it('say why there are none, and what to do', async () => {
    expect((await console.page(`${topic}?key=nobody`)).text).toContain('No record with the key nobody was found');
    expect((await console.page('/console/topics/orders')).text).toContain('Nothing has been written to this topic');
    expect((await console.page(`${topic}?partition=${partition}&offset=6`)).text).toContain(
      'Nothing is newer than that.',
    );
    expect((await console.page('/console/topics/nothing')).status).toBe(404);
  });

  it('are shown as the bytes that they are, where the address says so', async () => {
    const { text, html } = await console.page(`${topic}?as=raw&partition=${partition}&order=oldest&limit=25`);
    expect(text).toMatch(
      /00000000 00 00 00 00 .*A tombstone: there are no bytes\. .*68 65 6c 6c 6f.*\|hello, this is n\|/,
    );
    expect(text).not.toContain('"sku"');
    expect(html).toContain('<option value="raw" selected>');
    const paged = await console.page(`${topic}?as=raw&partition=${partition}&offset=2&order=newest`);
    expect(paged.html).toMatch(/href="[^"]*as=raw[^"]*">Newer records/);
  });

  it('can be had by the same question to the API and the command line', async () => {
    const { text } = await console.page(topic);
    expect(text).toContain('npx longplay topics tail product-requests');
    expect(text).toContain(
      'curl -s -H "authorization: Bearer $LONGPLAY_KEY" \'http://localhost/topics/product-requests/records?limit=25&partition=0\'',
    );
  });
});

describe('one offset', () => {
  it('shows a record whole: decoded, headers, bytes', async () => {
    const { text } = await console.page(`${topic}/${partition}/2`);
    const curl = `'http://localhost/topics/product-requests/records?partition=${partition}&offset=2&limit=1'`;
    for (const part of ['"sku": "lp-1"', 'ce_type', '00000000 00 00 00 00', 'Byte 0 is the format', curl])
      expect(text).toContain(part);
  });

  it('says why it cannot be decoded, and shows the bytes all the same', async () => {
    const { text } = await console.page(`${topic}/${partition}/5`);
    expect(text).toMatch(/The value cannot be decoded \(bad-magic\).*68 65 6c 6c 6f.*\|hello, this is n\|/);
  });

  it('names what is there where no record is', async () => {
    expect((await console.page(`${topic}/${partition}/4`)).text).toContain(
      'Offset 4 holds no record: marker: a transaction was committed.',
    );
    expect((await console.page(`${topic}/${partition}/3`)).text).toContain('A tombstone');
    const beyond = await console.page(`${topic}/${partition}/77`);
    expect(beyond.text).toMatch(/Nothing is at offset 77 yet: .* See its newest records/);
    expect(beyond.html).toContain(`href="${topic}?partition=${partition}">See its newest`);
    expect((await console.page(`${topic}/${partition}/x`)).status).toBe(404);
  });
});
