import { describe, expect, it } from 'vitest';
import { fraudRules } from '../../streams/fraud/rules.ts';
import { album, receivedOf } from './catalogue.ts';
import { namesOf } from './names.ts';
import { needsOf, type OrderPlan, planOrder } from './plan.ts';

const names = namesOf(7);
const orders = 4_000;
const plans = Array.from({ length: orders }, (_, index) => planOrder(names, index));
const share = (of: (plan: OrderPlan) => boolean) => plans.filter(of).length / orders;
const most = (list: readonly string[]) =>
  Math.max(...[...Map.groupBy(list, one => one).values()].map(({ length }) => length));

describe('the plan of a load', () => {
  it('given a seed, then an order is the same however many are placed, and another seed shares no id with it', () => {
    expect(planOrder(namesOf(7), 17)).toEqual(plans[17]);
    const [here, there] = [needsOf(names, 100), needsOf(namesOf(77), 100)].map(needs => Object.values(needs).flat());
    expect(here?.filter(id => there?.includes(id))).toEqual([]);
    expect(names.indexOf(namesOf(77).order(1))).toBeNull();
    expect(names.indexOf(names.order(1))).toBe(1);
  });

  it('given its orders, then all that they need is made sure of before', () => {
    const needs = needsOf(names, orders);
    const skus = new Set([...needs.titles, ...needs.editions]);
    const customers = new Set(needs.customers);
    for (const { customerId, lines } of plans) {
      expect(customers.has(customerId)).toBe(true);
      expect(lines.filter(({ sku }) => !skus.has(sku))).toEqual([]);
      expect(new Set(lines.map(({ sku }) => sku)).size).toBe(lines.length);
    }
  });

  it('given its orders, then it is a believable shop', () => {
    expect(share(({ lines }) => lines.length > 1)).toBeCloseTo(0.4, 1);
    expect(share(({ customerId }) => customerId.startsWith('declined-'))).toBeCloseTo(0.03, 1);
    for (const some of [
      share(({ cancel }) => typeof cancel === 'number'),
      share(({ cancel }) => cancel === 'packed'),
      share(({ deliveryFails }) => deliveryFails),
      share(({ sendsBack }) => sendsBack === 'part'),
      share(({ sendsBack }) => sendsBack === 'all'),
      share(({ lines }) => lines.some(({ sku }) => receivedOf(names, sku) < 10)),
    ]) {
      expect(some).toBeGreaterThan(0.01);
      expect(some).toBeLessThan(0.1);
    }
  });

  it('given popular albums, then the first is bought about twice as often as the second', () => {
    const bought = Array.from({ length: 10_000 }, (_, n) => album(n / 10_000));
    const times = (rank: number) => bought.filter(one => one === rank).length;
    expect(times(0) / times(1)).toBeCloseTo(2, 1);
    expect(times(0) / times(9)).toBeCloseTo(10, 0);
    expect(Math.max(...bought)).toBe(399);
  });

  it('given too small an edition, then it is bought by more than can have it', () => {
    const bought = plans.flatMap(({ lines }) => lines.filter(({ sku }) => receivedOf(names, sku) < 10));
    expect(most(bought.map(({ sku }) => sku))).toBeGreaterThan(6);
  });

  it('given regular customers, then they come again, and none as often as fraud would flag', () => {
    const limit = fraudRules.find(({ code }) => code === 'ordered-often')?.limit as number;
    const customers = plans.map(({ customerId }) => customerId);
    expect(most(customers)).toBeGreaterThan(5);
    expect(most(customers)).toBeLessThan(limit);
  });
});
