import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { expect, it } from 'vitest';
import { attribute, own } from './attributes.ts';

it('names of the semantic conventions are there, and ours are not', () => {
  const names = new Set<unknown>(
    Object.entries(conventions).flatMap(([id, name]) => (id.startsWith('ATTR_') ? [name] : [])),
  );
  expect(Object.values(attribute).filter(name => !names.has(name))).toEqual([]);
  expect(Object.values(own).filter(name => names.has(name) || !name.startsWith('longplay.'))).toEqual([]);
});
