import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fact, factsOf, journeys } from './testing/journeys.ts';
import { publishedAgain, readTo, startReader } from './testing/reader.ts';

/** Some journey, whose facts were published again (with a version more) here and there. */
const storyOf = (names: readonly (keyof typeof journeys)[]) =>
  fc
    .record({ name: fc.constantFrom(...names), copies: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 16 }) })
    .map(({ name, copies }) => ({ name, ...factsOf(journeys[name], copies) }));

/** The newest facts in their order, at once: what everything else has to come to. */
function plainly(name: keyof typeof journeys) {
  const facts = factsOf(journeys[name], []);
  const reader = startReader();
  for (const one of [...facts.orders, ...facts.payments]) readTo(reader, [one]);
  return reader;
}

const all = Object.keys(journeys) as (keyof typeof journeys)[];
const options = { seed: 20_260_101, numRuns: 300 };

describe('whatever the order of arrival', () => {
  test('interleaved, in batches, compacted, read again from further back: the same is passed on, each change once', () => {
    const reading = fc.array(fc.record({ from: fc.boolean(), count: fc.nat(4), again: fc.nat(6), cut: fc.nat(9) }));
    fc.assert(
      fc.property(storyOf(all), reading, ({ name, orders, payments }, steps) => {
        const reader = startReader();
        const position = { orders: 0, payments: 0 };
        let batch: Fact[] = [];
        let isWhole = true;
        const take = (topic: 'orders' | 'payments', count: number) => {
          const facts = topic === 'orders' ? orders : payments;
          batch.push(...facts.slice(position[topic], position[topic] + count));
          position[topic] = Math.min(facts.length, position[topic] + count);
        };
        for (const { from, count, again, cut } of steps) {
          const topic = from ? 'orders' : 'payments';
          if (cut === 0) {
            // The cleaner was here: all but the newest fact are gone.
            isWhole = false;
            position[topic] = Math.max(0, (topic === 'orders' ? orders : payments).length - 1);
          }
          take(topic, count);
          if (again > 4) position[topic] = Math.max(0, position[topic] - again);
          if (cut > 5) {
            readTo(reader, batch);
            batch = [];
          }
        }
        for (const topic of ['orders', 'payments'] as const) take(topic, Number.POSITIVE_INFINITY);
        readTo(reader, batch);

        const plain = plainly(name);
        expect(reader.state?.content).toEqual(plain.state?.content);
        expect(reader.state?.content?.open).toBe(false);
        expectChain(reader);
        if (!isWhole) return;
        expect(statusesOf(reader, 'orderStatus')).toEqual(statusesOf(plain, 'orderStatus'));
        // What the payment said before the order was seen is passed on with it, as the newest of it.
        const told = statusesOf(reader, 'paymentStatus').filter(status => status !== 'UNKNOWN');
        expect(told).toEqual(statusesOf(plain, 'paymentStatus').slice(-told.length));
      }),
      options,
    );
  });

  test('in any order at all, also within a topic: the newest fact of each is what counts', () => {
    // Where a journey comes back to what it was, a late fact in between can't be told from news; no log tells it so.
    const straight = all.filter(name => !name.includes('again'));
    const shuffled = storyOf(straight).chain(({ name, orders, payments }) =>
      fc
        .shuffledSubarray([...orders, ...payments, ...orders, ...payments], {
          minLength: 2 * (orders.length + payments.length),
        })
        .map(facts => ({ name, facts })),
    );
    fc.assert(
      fc.property(shuffled, ({ name, facts }) => {
        const reader = startReader();
        for (const one of facts) readTo(reader, [one]);
        expect(reader.state?.content).toEqual(plainly(name).state?.content);
        expectChain(reader);
      }),
      options,
    );
  });

  test('published again at any time, nothing is passed on and no fact is written', () => {
    fc.assert(
      fc.property(storyOf(all), fc.nat(), ({ orders, payments }, at) => {
        const reader = startReader();
        const facts = [...orders, ...payments];
        const seen = facts.slice(0, 1 + (at % facts.length));
        readTo(reader, seen);
        const { state, passed } = { state: reader.state, passed: [...reader.passed] };
        const newest = [seen.findLast(one => one.from === 'orders'), seen.findLast(one => one.from === 'payments')];
        readTo(reader, newest.filter(one => one !== undefined).map(publishedAgain));
        expect([reader.state, reader.passed]).toEqual([state, passed]);
      }),
      options,
    );
  });
});

type Reader = ReturnType<typeof startReader>;

/** Each record begins with what the one before ended with, and changes it: nothing is lost, nothing said twice. */
function expectChain({ state, passed }: Reader): void {
  for (const [index, { id, value }] of passed.entries()) {
    expect(id).toBe(`order-1/activity/${index + 1}`);
    expect(value.before).toEqual(passed[index - 1]?.value.after ?? null);
    expect(value.after).not.toEqual(value.before);
  }
  expect(passed.at(-1)?.value.after).toEqual(state?.content);
  expect(state?.passes).toBe(passed.length);
}

/** The statuses as they were passed on, each change once. */
const statusesOf = ({ passed }: Reader, field: 'orderStatus' | 'paymentStatus') =>
  passed.filter(({ value }) => value.before?.[field] !== value.after[field]).map(({ value }) => value.after[field]);
