import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LongplayError } from '../../../runtime/errors.ts';
import { checkSchema } from '../../../schemas/check/check.ts';
import { parseSchemaFile, schemaText } from '../../../schemas/load.ts';
import { registeredSchemas } from '../../follow/registered.ts';
import { putProduct } from '../../requests/products.ts';
import { schemaCheckRoutes } from '../../routes/schema-check.ts';
import { schemaListRoutes } from '../../routes/schema-list.ts';
import { topicSchemaIdRoutes } from '../../routes/topic-schema-ids.ts';
import { type MemoryConsole, openMemoryConsole } from '../testing/memory-console.ts';
import { patchOf } from './patch.ts';
import { schemaPages } from './schemas.ts';

const orders = parseSchemaFile('orders');
const second = schemaText({ schema: 'orders' });
const first = JSON.stringify({ ...orders, doc: '<script>alert(1)</script>', fields: orders.fields.slice(0, -1) });
const subject = 'shop.orders-value';
const versions = [first, second].map((schema, n) => ({ subject, version: n + 1, id: 7 + n, schema }));
const registry = {
  subjects: async () => [subject],
  versions: async () => [1, 2],
  version: async (_: string, version: number) => versions[version - 1] as (typeof versions)[number],
};
let isAway = false;
const check = async (_: string, candidate: string) => {
  if (isAway) throw new LongplayError('LP_REGISTRY_UNAVAILABLE', 'no answer');
  const level = 'FULL_TRANSITIVE' as const;
  const previous = versions.map(({ version, schema }) => ({ version, schema }));
  const findings = checkSchema({ level, candidate, previous, subject, acceptances: [] });
  return { findings, level, comparedWith: [1, 2], levels: [{ level, compatible: findings.length === 0 }] };
};
const readers = () => [
  { name: 'payments', kind: 'processor', as: 'cause', fields: ['orderId', 'total'] } as const,
  { name: 'orders', kind: 'projection', as: 'view', fields: ['orderId'] } as const,
];

let console: MemoryConsole;
beforeAll(async () => {
  console = await openMemoryConsole(schemaPages, async (app, follow) => {
    await app.register(schemaListRoutes, {
      registered: registeredSchemas(registry, 'shop'),
      installation: 'shop',
      readers,
    });
    await app.register(schemaCheckRoutes, { schemas: { check } });
    await app.register(topicSchemaIdRoutes, { follow });
  });
});
afterAll(() => console.stop());

const withField = (field: object): string =>
  JSON.stringify({ ...orders, fields: [...orders.fields, { doc: 'For a check.', ...field }] }, null, 2);

describe('the list of schemas', () => {
  it('says which versions there are, who writes and who reads', async () => {
    const { text } = await console.page('/console/schemas');
    expect(text).toContain(
      'orders Order 1 (id 7), 2 (id 8) writes version 2 FULL_TRANSITIVE orders payments, orders (view)',
    );
    expect(text).toContain('payments Payment ▲ look none registered');
  });

  it('is searched by topic, record, writer and reader', async () => {
    const { text } = await console.page('/console/schemas?q=order-requests');
    expect([text.includes('OrderRequest'), text.includes('Payment ')]).toEqual([true, false]);
    expect((await console.page('/console/schemas?q=%3Cb%3E')).text).toContain('No schema has “<b>”');
  });
});

describe('a schema', () => {
  it('is readable: fields with type, default, meaning, what is personal, and who reads them', async () => {
    const { text, html } = await console.page('/console/schemas/orders');
    expect(text).toContain('orders, version 2');
    expect(text).toMatch(/orderId string none .* payments, orders/);
    expect(html).toContain('<a href="#type-OrderLine">OrderLine</a>');
    expect(text).toMatch(/city \? personal|city .{1,20} personal/);
    expect(text).not.toContain('alert(1)');
  });

  it('is found by its subject, a version and the id of a record', async () => {
    for (const url of [`${subject}?version=1`, 'orders?id=7', 'orders?version=1&view=json']) {
      const { status, text, html } = await console.page(`/console/schemas/${url}`);
      expect([url, status]).toEqual([url, 200]);
      expect(text).toContain('orders, version 1');
      expect(html).not.toContain('<script>alert');
    }
    expect((await console.page('/console/schemas/orders?id=99')).text).toContain('no schema with the id 99');
    expect((await console.page('/console/schemas/nothing')).status).toBe(404);
  });

  it('without a version says so, and is no failure', async () => {
    const { status, text } = await console.page('/console/schemas/payments');
    expect([status, text]).toEqual([200, expect.stringContaining('The registry lists no version of it')]);
    expect((await console.page('/console/schemas/payments/check')).status).toBe(200);
  });

  it('tells what changed from one version to the next, and its readers', async () => {
    const { text } = await console.page('/console/schemas/orders?view=difference&from=1&to=2');
    const added = orders.fields.at(-1)?.name;
    expect(text).toMatch(new RegExp(`From version 1 to version 2 .*Order.${added}.*field added`));
    expect(text).toContain('doc <script>alert(1)</script>');
    expect((await console.page('/console/schemas/orders?view=difference&from=2&to=2')).text).toContain('say the same');
    expect((await console.page('/console/schemas/orders?view=readers')).text).toContain(
      'payments processor decides by it orderId , total',
    );
  });

  it('tells the ids in its topic when it is asked to, and what was looked at', async () => {
    const asking = { id: 'r', bodyHash: null, time: 1, actor: null };
    await console.sender.send(
      putProduct(asking, 'lp-1', { title: 'T', artist: 'A', format: 'LP', price: { amount: 1, currency: 'USD' } }),
    );
    const url = '/console/schemas/product-requests?view=records';
    expect((await console.page(url)).text).toContain('Look into product-requests');
    const { text } = await console.page(`${url}&look=now`);
    expect(text).toMatch(/1 of 1 offsets looked at, 100 % .* none of this subject 1 \d · 0 \d · 0 0 tombstones/);
    expect((await console.page(`${url}&look=nonsense`)).status).toBe(400);
  });
});

describe('a change that is pasted', () => {
  const url = '/console/schemas/orders/check';

  it('begins as the newest version, and may be as it is', async () => {
    const { html } = await console.page(url);
    expect(html).toContain('&quot;name&quot;: &quot;Order&quot;');
    const { text, status } = await console.post(url, { schema: second });
    expect([status, text]).toEqual([
      200,
      expect.stringContaining('It may follow the released versions and 2 registered versions'),
    ]);
  });

  it('is told what breaks, where, and the way out; the text is kept', async () => {
    const schema = withField({ name: 'gift', type: 'boolean' }).replaceAll('\n', '\r\n');
    const { text, html, status } = await console.post(url, { schema });
    expect(status).toBe(200);
    expect(text).toContain(
      'It may not follow the released versions and 2 registered versions at FULL_TRANSITIVE: 1 error.',
    );
    expect(text).toMatch(
      /error gift gift has no default .* Line \d+, column \d+: "name": "gift"|error gift gift has no default .* Line \d+/,
    );
    expect(text).toContain('Rule field-without-default');
    expect(html).toContain('&quot;gift&quot;');
    const name = /name="apply" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const mended = await console.post(url, { schema, apply: name });
    expect(mended.text).toMatch(/Changed in the text below: .* It may follow/);
    expect(mended.html).toMatch(/gift[\s\S]{0,200}default/);
  });

  it('is refused with its text where it cannot be checked', async () => {
    expect((await console.post(url, { schema: 'no <json>' })).text).toMatch(/It may not follow|error/);
    const empty = await console.post(url, { schema: '' });
    expect([empty.status, empty.html]).toEqual([400, expect.stringContaining('class="refused"')]);
    isAway = true;
    expect((await console.post(url, { schema: second })).status).toBe(503);
    isAway = false;
  });
});

describe('a patch', () => {
  it('given edits, then the lines that they change, before and after', () => {
    const text = 'a\nb c\nd\ne\nf\ng';
    expect(
      patchOf(text, [
        { start: 4, end: 5, text: 'X\nY' },
        { start: 13, end: 13, text: '!' },
      ]),
    ).toEqual([
      { line: 2, before: ['b c'], after: ['b X', 'Y'] },
      { line: 6, before: ['g'], after: ['g!'] },
    ]);
  });

  it('given one long line, then what is around the change', () => {
    const [hunk] = patchOf('x'.repeat(400), [{ start: 200, end: 201, text: 'NEW' }]);
    expect(hunk?.after[0]).toBe(`…${'x'.repeat(40)}NEW${'x'.repeat(40)}…`);
  });
});
