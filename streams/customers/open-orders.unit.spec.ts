import { describe, expect, test } from 'vitest';
import { tell } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { customer } from '../testing/records.ts';
import { closes, given, news, opens, register, returned, returns } from './testing/inputs.ts';

const known = tell(given, [register]).state;
const heard = (inputs: Parameters<typeof tell>[1], before: Customer | null = known) =>
  tell(given, inputs as never, before).state;
const goesOn = (orderId: string) => news(orderId, 9, { open: true, orderStatus: 'CONFIRMED' }, { open: true });

describe('open orders of a customer', () => {
  test('are known by id from the first news of them to their end, and no other news writes a fact', () => {
    const open = heard([opens('order-1'), opens('order-2')]);
    expect(open).toMatchObject({ openOrders: ['order-1', 'order-2'], openOrdersBeyond: 0, acceptsOrders: true });
    expect(heard([goesOn('order-1')], open)).toBe(open);
    expect(heard([closes('order-1')], open)).toMatchObject({ openOrders: ['order-2'], version: 4 });
  });

  test('leave no trace in the story of the customer', () => {
    expect(heard([opens('order-1'), closes('order-1')])?.history.map(({ what }) => what)).toEqual(['REGISTERED']);
  });

  test('open again with a return', () => {
    const again = heard([opens('order-1'), closes('order-1'), returns('order-1')]);
    expect(again).toMatchObject({ openOrders: ['order-1'] });
    expect(heard([returned('order-1')], again)).toMatchObject({ openOrders: [] });
  });

  test('that were first told of before the customer was registered, are known from their next news on', () => {
    expect(heard([opens('order-1')], null)).toBeNull();
    const open = heard([goesOn('order-1')]);
    expect(open).toMatchObject({ openOrders: ['order-1'] });
    const ended = heard([closes('order-1')], open);
    expect(heard([opens('order-1'), goesOn('order-1'), closes('order-1')], ended)).toBe(ended);
  });

  test('that were begun and ended before the customer was registered, open and end once more where they are read again', () => {
    const story = [opens('order-1'), closes('order-1')];
    expect(heard(story, null)).toBeNull();
    const again = heard(story);
    expect(again).toMatchObject({ openOrders: [], acceptsOrders: true });
    expect(heard(story, again)).toBe(again);
  });

  test('told again from the beginning after their end, stay ended', () => {
    const story = [opens('order-1'), goesOn('order-1'), closes('order-1'), returns('order-1'), returned('order-1')];
    const ended = heard(story);
    expect(ended).toMatchObject({ openOrders: [] });
    expect(heard(story, ended)).toBe(ended);
  });
});

describe('a customer with 1,000 open orders', () => {
  const ids = Array.from({ length: 1_000 }, (_, at) => `order-${at}`);
  const almost = customer({ openOrders: ids.slice(1) });
  const full = heard([opens('order-0')], almost);
  const over = heard([opens('more-1'), opens('more-2')], full);

  test('takes no new ones, and counts those that were under way', () => {
    expect(full).toMatchObject({ acceptsOrders: false, openOrdersBeyond: 0 });
    expect(over).toMatchObject({ acceptsOrders: false, openOrdersBeyond: 2, openOrders: full?.openOrders });
  });

  test('counts each once, and takes new ones again where fewer than 1,000 are open', () => {
    expect(heard([opens('more-1'), goesOn('more-1')], over)).toBe(over);
    const fewer = heard([closes('more-2'), closes('order-7')], over);
    expect(fewer).toMatchObject({ acceptsOrders: false, openOrdersBeyond: 1 });
    expect(fewer?.openOrders).toHaveLength(999);
    expect(heard([closes('more-1')], fewer)).toMatchObject({ acceptsOrders: true, openOrdersBeyond: 0 });
  });

  test('is a record of a size that stays', () => {
    const many = Array.from({ length: 1_500 }, (_, at) => [opens(`other-${at}`), closes(`other-${at}`)]).flat();
    const state = heard(many, over);
    expect([state?.openOrders.length, state?.openOrdersBeyond, state?.applied.length]).toEqual([1_000, 2, 8_192]);
  });
});
