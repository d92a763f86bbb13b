import { describe, expect, it } from 'vitest';
import type { AvroSchema, RecordField, RecordSchema } from '../../../schemas/avro.ts';
import { findIncompatibilities } from '../../../schemas/check/incompatibilities.ts';
import { parseSchemaFile, schemaFolders } from '../../../schemas/load.ts';
import { type Working, workingSchemas } from '../working.ts';
import { levelAdvice } from './level.ts';
import { matrixOf, readersOf } from './matrix.ts';
import { narrowed } from './narrow.ts';
import { matrixText } from './print.ts';

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
      'orders (view)',
      'worklist (view)',
      'best-sellers (view)',
      'customer-orders (view)',
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
    expect(levelAdvice(orders, [version(schema.fields)])).toMatchObject({
      needed: 'FULL_TRANSITIVE',
      satisfied: 'FULL_TRANSITIVE',
      set: 'FULL_TRANSITIVE',
    });
    const [, ...fewer] = schema.fields;
    expect(levelAdvice(orders, [version(fewer), version(schema.fields)])).toMatchObject({
      satisfied: 'FORWARD_TRANSITIVE',
    });
  });
});
