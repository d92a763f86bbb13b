import { expect, it } from 'vitest';
import { partitionOfKey } from '../hospital/send.ts';
import type { ReadCase } from './case-rows.ts';
import { partitionOf } from './places.ts';

const none = { record: null, effect: null, deadline: null, key: null };
const record = { topic: 'in', partition: 2, offset: 7, timestamp: 1, schemaId: null };
const effect = { key: 'order-1', effectId: 'e', kind: 'mail', attempt: 1 };
const deadline = { key: 'order-2', name: 'expiry', due: 1 };

it.each([
  ['its record lies in', { ...none, record, key: 'order-1' }, 2],
  ['the fact of its effect is of, also where it blocks nobody', { ...none, effect }, partitionOfKey('order-1', 3)],
  ['the fact of its deadline is of', { ...none, deadline, key: 'order-2' }, partitionOfKey('order-2', 3)],
])('a case is of the task whose partition %s', (_, one, partition) => {
  expect(partitionOf(one as ReadCase, 3)).toBe(partition);
});
