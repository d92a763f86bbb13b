import { expect, it } from 'vitest';
import { turns } from './turns.ts';

const never = new AbortController().signal;

it('one works after the other, in the order in which they came, also after one that fails', async () => {
  const turn = turns();
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const all = [
    turn(async () => {
      await first.promise;
      told.push('first');
      throw new Error('It fails.');
    }, never).catch(() => undefined),
    turn(async () => void told.push('second'), never),
  ];
  await turns()(async () => void told.push('another line'), never);
  first.resolve();
  await Promise.all(all);
  expect(told).toEqual(['another line', 'first', 'second']);
});

it('given one that does not want to wait any more, then it goes, and the next still waits for the first', async () => {
  const turn = turns();
  const first = Promise.withResolvers<void>();
  const leaving = new AbortController();
  const told: string[] = [];
  const working = turn(() => first.promise, never);
  const left = turn(async () => void told.push('left'), leaving.signal);
  const last = turn(async () => void told.push('last'), never);
  leaving.abort(new Error('no more time'));
  await expect(left).rejects.toThrow('no more time');
  expect(told).toEqual([]);
  first.resolve();
  await Promise.all([working, last]);
  expect(told).toEqual(['last']);
});
