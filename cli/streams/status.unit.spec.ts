import { expect, it } from 'vitest';
import { statusText } from './status.ts';

it('a line for each input says how much is left, and where', () => {
  const input = { topic: 'orders', start: 0n, end: 12n };
  const text = statusText([
    {
      processor: 'payments',
      inputs: [
        { ...input, partition: 0, position: 12n, lag: 0n },
        { ...input, partition: 1, position: 9n, lag: 3n },
        { ...input, partition: 2, position: null, lag: 12n },
      ],
    },
    { processor: 'stock', inputs: [{ ...input, topic: 'stock-requests', partition: 0, position: 12n, lag: 0n }] },
  ]);
  expect(text.split('\n')).toEqual([
    'PROCESSOR  INPUT           LAG  BEHIND IN',
    'payments   orders           15  1: 9 of 12, 2: not begun of 12',
    'stock      stock-requests    0',
    '',
  ]);
});
