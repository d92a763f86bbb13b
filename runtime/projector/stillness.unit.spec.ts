import { expect, it } from 'vitest';
import { type Sight, stillness } from './stillness.ts';

const sight = (position: number, end: number, highWatermark = end): Sight => ({
  projection: 'orders',
  generation: 2,
  topic: 'shop.orders',
  partition: 1,
  position: BigInt(position),
  end: BigInt(end),
  highWatermark: BigInt(highWatermark),
});

function watch() {
  let time = 0;
  const look = stillness({ patience: 30_000, endPatience: 90_000, now: () => time });
  return (at: number, ...sights: Sight[]): string[] => {
    time = at * 1_000;
    return look(sights);
  };
}

it('given a position that stands while the end moves, then it is told after a while, until it moves again', () => {
  const at = watch();
  expect(at(0, sight(5, 9))).toEqual([]);
  expect(at(20, sight(5, 12))).toEqual([]);
  expect(at(31, sight(5, 15))).toEqual([
    'the projection orders (generation 2) on shop.orders[1] has stood at 5 of 15 for 31 s',
  ]);
  expect(at(40, sight(6, 15))).toEqual([]);
  expect(at(69, sight(6, 15))).toEqual([]);
  expect(at(70, sight(6, 15))).toHaveLength(1);
});

it('given nothing to do for long, then nothing stands still, and the time counts from the first record', () => {
  const at = watch();
  expect(at(0, sight(9, 9))).toEqual([]);
  expect(at(600, sight(9, 9))).toEqual([]);
  expect(at(610, sight(9, 10))).toEqual([]);
  expect(at(639, sight(9, 10))).toEqual([]);
  expect(at(641, sight(9, 10))).toHaveLength(1);
});

it('given an end that stands though records are behind it, then a lag of 0 is no comfort', () => {
  const at = watch();
  expect(at(0, sight(9, 9, 11))).toEqual([]);
  expect(at(89, sight(9, 9, 20))).toEqual([]);
  const [problem] = at(95, sight(9, 9, 30));
  expect(problem).toMatch(/ends at 9 for 95 s, and records stand up to 30; a transaction was left open$/);
  expect(at(96, sight(9, 12, 30))).toEqual([]);
});

it('forgets what is not looked at any more', () => {
  const at = watch();
  at(0, sight(5, 9));
  at(10);
  expect(at(40, sight(5, 9))).toEqual([]);
});
