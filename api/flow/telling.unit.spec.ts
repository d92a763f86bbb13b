import { expect, it } from 'vitest';
import type { FlowAlarm } from './alarms.ts';
import { openTelling } from './telling.ts';

const begun: FlowAlarm = { about: 'law money', what: 'law-broken', text: 'broken', count: 1 };
const over: FlowAlarm = { about: 'law money', what: 'law-kept', text: 'kept', count: 0 };

it('an alarm that is turned away is not raised: the next look tells it again, and knows that it does', async () => {
  const asked: boolean[] = [];
  const telling = openTelling([], async (_alarm, again) => asked.push(again) > 2);
  for (const raised of [[], [], ['law money']]) {
    await telling.tell([begun], ['law money']);
    expect([telling.raised(), telling.told()]).toEqual([raised, raised]);
  }
  expect(asked).toEqual([false, true, true]);
});

it('an all-clear that is turned away leaves it raised, so that it is told again', async () => {
  let answers = 0;
  const telling = openTelling(['law money'], async () => answers++ > 0);
  await telling.tell([over], []);
  expect([telling.raised(), telling.told()]).toEqual([['law money'], ['law money']]);
  await telling.tell([over], []);
  expect([telling.raised(), telling.told()]).toEqual([[], []]);
});

it('an alarm whose telling fails is told again, too', async () => {
  const telling = openTelling([], async () => {
    throw new Error('away');
  });
  await telling.tell([begun], ['law money']);
  expect([telling.raised(), telling.told()]).toEqual([[], []]);
});

it('what is turned away because the process ends is not told twice by it, and not kept as told', async () => {
  const telling = openTelling(
    [],
    async () => false,
    () => true,
  );
  await telling.tell([begun], ['law money']);
  expect([telling.raised(), telling.told()]).toEqual([['law money'], []]);
});

it('an alarm that is turned away late takes nothing back of what was told after it', async () => {
  const first = Promise.withResolvers<boolean>();
  const answers = [first.promise, Promise.resolve(true), Promise.resolve(true)];
  const telling = openTelling([], async () => (await answers.shift()) ?? false);
  const late = telling.tell([{ ...begun }], ['law money']);
  await telling.tell([over], []);
  await telling.tell([begun], ['law money']);
  first.resolve(false);
  await late;
  expect([telling.raised(), telling.told()]).toEqual([['law money'], ['law money']]);
});
