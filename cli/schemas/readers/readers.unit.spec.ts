import { describe, expect, it } from 'vitest';
import type { AvroSchema, RecordField, RecordSchema } from '../../../schemas/avro.ts';
import { findIncompatibilities } from '../../../schemas/check/incompatibilities.ts';
import { parseSchemaFile, schemaFolders } from '../../../schemas/load.ts';
import { type Working, workingSchemas } from '../working.ts';
import { type LevelAdvice, levelAdvice } from './level.ts';
import { matrixOf, readersOf } from './matrix.ts';
import { narrowed } from './narrow.ts';
import { adviceText, matrixText } from './print.ts';
import { wordsOf } from './used.ts';

const orders = workingSchemas().find(({ name }) => name === 'orders') as Working;
const schema = parseSchemaFile('orders');
const before = { label: '1', text: orders.text };
const with_ = (fields: readonly RecordField[]): Working => ({ ...orders, text: JSON.stringify({ ...schema, fields }) });
const without = (name: string) => with_(schema.fields.filter(field => field.name !== name));
const cellsFor = (working: Working, reader: string) =>
  matrixOf(working, [before], before).cells.filter(cell => cell.reader === reader);

describe('the readers in this code', () => {
  it('are those that the topology and the read models name', () => {
    expect(readersOf(orders).map(({ name }) => name)).toEqual([
      'orders',
      'payments',
      'allocations',
      'shipping',
      'activity',
      'notifications',
      'webhook-deliveries',
      'orders (view)',
      'worklist (view)',
      'best-sellers (view)',
      'customer-orders (view)',
      'order-progress (view)',
      'flow-steps (view)',
    ]);
  });

  it.each(schemaFolders())('of %s read, with the fields that they use, what the whole schema writes', folder => {
    const whole = parseSchemaFile(folder);
    const working = workingSchemas().find(({ name }) => name === folder) as Working;
    for (const { uses } of readersOf(working)) {
      expect(findIncompatibilities({ reader: narrowed(whole, uses), writer: whole })).toEqual([]);
      expect(findIncompatibilities({ reader: narrowed(whole, new Set()), writer: whole })).toEqual([]);
    }
  });
});

describe('the names in a reader’s code', () => {
  it('are not cut short by slashes in a text, and what only a comment says is none', () => {
    expect(wordsOf("const from = 'https://shop.example'; // of\nuse(order.total);\n")).toContain('total');
    expect(wordsOf('/** The note\n * of somebody. */\nconst one = 1;\n  // and the colour\n')).toEqual([
      'const',
      'one',
    ]);
    expect(wordsOf('const glob = `/*`;\nuse(order.total);\nconst end = `*/`;\n')).toContain('total');
  });

  it('of cases and operations are all that the engine knows of them', () => {
    const named = (name: string) => workingSchemas().find(one => one.name === name) as Working;
    expect(readersOf(named('operations')).length).toBeGreaterThan(5);
    const engines = readersOf(named('hospital')).filter(({ name }) => !name.endsWith('(view)'));
    expect(engines.length).toBeGreaterThan(5);
    for (const { uses } of engines) {
      for (const { name } of parseSchemaFile('hospital').fields) expect(uses).toContain(name);
    }
  });
});

describe('a reader that uses some fields', () => {
  it('keeps a type whose definition stood in a field that it does not use', () => {
    const type: RecordSchema = { type: 'record', name: 'Price', fields: [{ name: 'amount', type: 'long' }] };
    const shop: AvroSchema = {
      type: 'record',
      name: 'Shop',
      namespace: 'a.b',
      fields: [
        { name: 'gross', type },
        { name: 'net', type: ['null', 'Price'], default: null },
      ],
    };
    expect(narrowed(shop, new Set(['net', 'amount']))).toMatchObject({
      name: 'a.b.Shop',
      fields: [{ name: 'net', type: ['null', { name: 'a.b.Price', fields: [{ name: 'amount' }] }] }],
    });
  });
});

describe('given a field that nobody but its owner uses', () => {
  const changed = with_([...schema.fields, { name: 'zzUnused', type: 'string' }]);

  it('when it has no default, then no reader breaks, since none uses it', () => {
    expect(matrixOf(changed, [before], before).cells.flatMap(({ breaks }) => breaks)).toEqual([]);
  });
});

describe('given a field that readers use', () => {
  it('when it comes without a default, then those who use it break, and no order of deployment is safe but the writer’s first', () => {
    const required = with_([...schema.fields, { name: 'tracking', type: 'string' }]);
    const matrix = matrixOf(required, [before], before);
    const broken = matrix.cells.filter(({ breaks }) => breaks.includes('tracking')).map(({ reader }) => reader);
    expect(broken).toContain('shipping');
    expect(broken).not.toContain('payments');
    expect(matrix.deploy).toBe('writer first');
  });

  it('when an optional one goes, then old readers silently lose it, so that readers go first', () => {
    const optional = schema.fields.find(({ name }) => name === 'customerId');
    expect(optional).toBeDefined();
    const old = {
      label: '1',
      text: JSON.stringify({
        ...schema,
        fields: schema.fields.map(field => (field === optional ? { ...field, default: '' } : field)),
      }),
    };
    const matrix = matrixOf(without('customerId'), [old], old);
    const lost = matrix.cells.filter(({ reading, defaults }) => reading === '1' && defaults.includes('customerId'));
    expect(lost.map(({ reader }) => reader)).toContain('orders');
    expect(matrix.deploy).toBe('readers first');
    expect(matrixText(matrix)).toMatch(/silently loses customerId for .*orders/);
  });

  it('when the file is no schema, then the matrix leaves that to the findings', () => {
    const [first] = schema.fields as [RecordField];
    expect(matrixOf(with_([first, first]), [before], before).cells).toEqual([]);
    expect(matrixOf({ ...orders, text: '{' }, [before], before).cells).toEqual([]);
  });

  it('when nothing changes, then there is nothing to say', () => {
    expect(matrixOf(orders, [before], null)).toMatchObject({ deploy: null });
    expect(cellsFor(orders, 'payments').every(({ breaks, defaults }) => breaks.length + defaults.length === 0)).toBe(
      true,
    );
  });
});

describe('advice on a level', () => {
  const version = (fields: readonly RecordField[]) => {
    const text = JSON.stringify({ ...schema, fields });
    return { label: '1', text, schema: text, listed: true, alive: [] };
  };

  it('says what is needed, what the history has kept and what is set', () => {
    expect(levelAdvice(orders, [version(schema.fields)], 'any')).toMatchObject([
      { needed: 'FULL_TRANSITIVE', satisfied: 'FULL_TRANSITIVE', set: 'FULL_TRANSITIVE', topics: ['orders'] },
    ]);
    const fewer = schema.fields.filter(({ name }) => name !== 'customerId');
    expect(levelAdvice(orders, [version(fewer), version(schema.fields)], 'any')).toMatchObject([
      { satisfied: 'FORWARD_TRANSITIVE' },
    ]);
  });

  it('follows from who deploys first: where all readers are new, nobody reads what is newer', () => {
    const [advice] = levelAdvice(orders, [version(schema.fields)], 'readers-first') as [LevelAdvice];
    expect(advice.needed).toBe('BACKWARD_TRANSITIVE');
    expect(adviceText(advice)).toMatch(/it is set to FULL_TRANSITIVE\. That is more than is needed\.\n$/);
    expect(adviceText({ ...advice, set: 'BACKWARD' })).toMatch(
      /it is set to BACKWARD\. Set it to BACKWARD_TRANSITIVE\.\n$/,
    );
  });

  it('follows from how a topic is used, and is said once for those that are used alike', () => {
    const named = (name: string) => workingSchemas().find(one => one.name === name) as Working;
    const why = (name: string) => levelAdvice(named(name), [], 'any').map(one => one.why.split(/[:,;]/)[0]);
    expect(why('orders')).toEqual(['compacted and kept for ever']);
    expect(why('order-requests')).toEqual(['trimmed']);
    const [outcomes, ...more] = levelAdvice(named('outcomes'), [], 'any') as [LevelAdvice];
    expect(more).toEqual([]);
    expect(outcomes.topics).toContain('orders.outcomes');
    expect(outcomes.why).toMatch(/read by a rebuild/);
    expect(adviceText(outcomes)).toMatch(/^outcomes in orders\.outcomes, payments\.outcomes, /);
  });
});
