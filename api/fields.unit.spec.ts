import { describe, expect, it } from 'vitest';
import { chosenFields, pick } from './fields.ts';

const schema = {
  properties: {
    id: { type: 'string' },
    status: { type: 'string' },
    lines: { type: 'array', items: { properties: { sku: {}, quantity: {}, price: { properties: { amount: {} } } } } },
    total: { properties: { amount: {}, currency: {} }, required: ['amount', 'currency'] },
  },
  required: ['id'],
};
const value = {
  id: 'o-1',
  status: 'PLACED',
  lines: [
    { sku: 'a', quantity: 1, price: { amount: 5 } },
    { sku: 'b', quantity: 2, price: null },
  ],
  total: { amount: 7, currency: 'USD' },
};
const choose = (fields: string) => pick(value, chosenFields(fields, schema));

describe('fields', () => {
  it.each([
    ['status', { id: 'o-1', status: 'PLACED' }],
    ['lines.sku', { id: 'o-1', lines: [{ sku: 'a' }, { sku: 'b' }] }],
    ['lines.price.amount', { id: 'o-1', lines: [{ price: { amount: 5 } }, { price: null }] }],
    ['total.amount', { id: 'o-1', total: value.total }],
    ['lines.sku, lines', { id: 'o-1', lines: value.lines }],
    ['lines,lines.sku', { id: 'o-1', lines: value.lines }],
    ['id', { id: 'o-1' }],
  ])('%s: what is named, and what is required', (fields, chosen) => expect(choose(fields)).toEqual(chosen));

  it.each([
    ['price', 'there are id, status, lines, total'],
    ['lines.price.currency', 'there are amount'],
    ['status.code', 'it has no fields of its own'],
    ['', 'there are id'],
    ['__proto__', 'there are id'],
    ['lines.constructor', 'there are sku, quantity, price'],
  ])('%j is refused, and what there is is named', (fields, known) => {
    expect(() => choose(fields)).toThrow(known);
  });
});
