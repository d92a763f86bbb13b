import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSchemaFile } from '../../schemas/load.ts';
import { changesOf } from './carry-out.ts';
import { columnsOf } from './columns.ts';
import { processorPlan } from './processor.ts';
import { projectionPlan, sourceOf } from './projection.ts';
import { sagaPlan } from './saga.ts';
import { needsCheckout, takenIn } from './standing.ts';

/** The lists and files of this checkout; that what comes out works is shown in new.e2e.spec.ts. */
const base = join(import.meta.dirname, '../..');
const names = { name: 'gift-cards', entity: 'gift-card' };

describe.each([
  ['processor', processorPlan, []],
  ['saga', sagaPlan, ['cli/up/providers.ts']],
] as const)('a new %s', (_, planOf, more) => {
  const changes = changesOf(base, planOf(names));

  it('is added to every list that it has to be in', () => {
    const edited = changes.filter(({ before }) => before !== null);
    expect(edited.map(({ path }) => path)).toEqual([
      'schemas/processors.ts',
      'schemas/topics.ts',
      'schemas/releases/unreleased.json',
      'streams/topology.ts',
      'api/requests/request.ts',
      'projections/catalogue.ts',
      'api/routes/shop.ts',
      'api/openapi.ts',
      ...more,
    ]);
    for (const { after } of edited) expect(after.toString()).toMatch(/gift-?cards?/i);
  });

  it('leaves nothing of the template’s own name anywhere', () => {
    for (const { path, after } of changes) expect([path, after.toString()].join('\n')).not.toMatch(/sample.?thing/i);
  });

  it('tells next steps whose files are among what it writes', () => {
    const { next, files } = planOf(names);
    const told = next.join(' ').match(/(streams|projections|schemas|api|cli)\/[\w./-]+/g) ?? [];
    expect(told.length).toBeGreaterThan(3);
    for (const path of told)
      expect(
        files.some(file => file.path.startsWith(path)),
        path,
      ).toBe(true);
    for (const [page] of next.join(' ').matchAll(/docs\/[\w./-]+\.md/g))
      expect(existsSync(join(base, page))).toBe(true);
  });
});

describe('a new read model', () => {
  const textOf = (of: string, file: string) =>
    projectionPlan(names, sourceOf(of)).files.find(({ path }) => path.endsWith(file))?.text ?? '';

  it('has the plain fields of the fact as its columns, under the key of its topic', () => {
    expect(textOf('products', 'table.sql')).toContain(
      'sku text primary key,\n  version bigint not null,\n  -- Whether it is sold.\n  status text not null,',
    );
    expect(textOf('fraud-flags', 'project.ts')).toContain('until: fact.until === null ? null : new Date(fact.until)');
    expect(textOf('fraud-flags', 'gift-cards.ts')).toContain('/gift-cards/:customerId');
  });

  it('has nothing personal', () => {
    const columns = columnsOf(parseSchemaFile('customers'), 'customerId').map(({ column }) => column);
    expect(columns).toEqual(expect.arrayContaining(['status', 'accepts_orders']));
    for (const personal of ['name', 'email', 'phone', 'company']) expect(columns).not.toContain(personal);
  });

  it.each([undefined, 'nothing', 'order-requests', 'orders.hospital', 'orders.outcomes'])(
    'is not made of %s, and told what there is',
    of => {
      expect(() => sourceOf(of)).toThrow(
        expect.objectContaining({ code: 'LP_NEW_TOPIC_UNKNOWN', message: expect.stringContaining('fraud-flags') }),
      );
    },
  );
});

describe('what has a name', () => {
  it('is everything that a process is known by', () => {
    const taken = takenIn(base, 'process');
    for (const name of ['orders', 'catalogue', 'order-requests', 'worklist', 'reports', 'hospital', 'testing'])
      expect([name, taken.has(name)]).toEqual([name, true]);
    expect(taken.has('gift-cards')).toBe(false);
  });

  it('is only what is shown, for a read model', () => {
    expect(takenIn(base, 'projection').has('fraud-flags')).toBe(false);
    expect(takenIn(base, 'projection').has('orders')).toBe(true);
  });
});

it('given no checkout, such as the image’s files, then it is refused', () => {
  expect(() => needsCheckout(import.meta.dirname)).toThrow(expect.objectContaining({ code: 'LP_NEW_CHECKOUT' }));
});
