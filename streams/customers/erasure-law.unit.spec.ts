import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldKey } from '../../runtime/tasks/fold.ts';
import { START } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { customers } from './processor.ts';
import { erase, news, register } from './testing/inputs.ts';

type News = ReturnType<typeof news>;
type CustomerInput = Parameters<typeof customers.decide>[1];

/** What is told of an order, in its order: it opens, goes on, ends, and may open again with a return; it ends for good. */
const story = fc.record({ goesOn: fc.nat(2), returns: fc.nat(2) });

function newsOf({ goesOn, returns }: { goesOn: number; returns: number }, index: number): News[] {
  const open = [true, ...Array.from({ length: goesOn }, () => true), false];
  for (let one = 0; one < returns; one++) open.push(true, false);
  return open.map((is, at) =>
    news(`order-${index}`, at + 1, { open: is }, at === 0 ? null : { open: open[at - 1] as boolean }),
  );
}

/** All of it in one partition: each order's news in their order, the erasure anywhere; `compacted`: the newest alone. */
const partition = fc
  .record({
    stories: fc.array(story, { maxLength: 5 }),
    picks: fc.infiniteStream(fc.nat(1_000)),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    compacted: fc.boolean(),
  })
  .map(({ stories, picks, at, compacted }) => {
    const queues = stories.map(newsOf).map(queue => (compacted ? queue.slice(-2) : queue));
    const told: CustomerInput[] = [];
    while (queues.some(queue => queue.length > 0)) {
      const waiting = queues.filter(queue => queue.length > 0);
      told.push((waiting[picks.next().value % waiting.length] as News[]).shift() as News);
    }
    told.splice(Math.round(at * told.length), 0, erase);
    return told;
  });

/** Read in batches of any size, and sometimes again from further back. */
const reading = fc.array(fc.record({ count: fc.integer({ min: 1, max: 6 }), back: fc.nat(12), again: fc.boolean() }), {
  minLength: 1,
  maxLength: 12,
});

/** What is open by the newest news read of each order. */
function isOpen(read: ReadonlyMap<string, News>): boolean {
  return [...read.values()].some(({ value }) => value.after.open);
}

const passOf = ({ value }: News): number => Number(value.event.id.split('/').at(-1));

describe('an erasure, whatever comes when and how often', () => {
  test('is done once, with the end of the last order that is open; and then nothing changes any more', () => {
    let done = 0;
    fc.assert(
      fc.property(partition, reading, (told, steps) => {
        let state = first;
        let position = 0;
        let causes = 0;
        let asked = false;
        let expected: Customer['status'] = 'ACTIVE';
        const read = new Map<string, News>();
        const outcomes: string[] = [];
        let erased: Customer | null = null;

        const readOn = (batch: readonly CustomerInput[]): void => {
          for (const input of batch) {
            if (input.from === 'customer-requests') asked = true;
            else if (input.from === 'customer-activity') {
              const before = read.get(input.value.orderId);
              if (before === undefined || passOf(before) < passOf(input as News)) {
                read.set(input.value.orderId, input as News);
              }
            }
            if (expected !== 'ERASED' && asked) expected = isOpen(read) ? 'ERASING' : 'ERASED';
          }
          const inputs = batch.map(input => ({ input, id: `cause-${++causes}`, correlationId: '', actor: null }));
          const folded = foldKey(customers, 'customer-1', state, inputs, { now: START + causes, tables: {} });
          outcomes.push(...folded.outcomes.map(({ requestId, answer }) => `${requestId} ${answer}`));
          if (erased !== null) expect(folded.facts).toEqual([]);
          state = folded.facts.at(-1) ?? state;
          expect(state?.status).toBe(expected);
          expect(state?.effects).toHaveLength(expected === 'ERASED' ? 1 : 0);
          if (state?.status === 'ERASED') erased ??= state;
          else expect(state?.openOrders.toSorted()).toEqual(openIn(read));
        };
        for (const { count, back, again } of steps) {
          readOn(told.slice(position, position + count));
          position = Math.min(told.length, position + count);
          // Whoever takes over reads on where the last commit was, or repeats what fencing let through.
          if (again) position = Math.max(0, position - back);
        }
        readOn(told.slice(position));
        expect(state).toMatchObject({ status: 'ERASED', openOrders: [], openOrdersBeyond: 0, name: null });
        expect(outcomes).toEqual(['ERASE ACCEPTED']);
        readOn(told);
        done++;
      }),
      { seed: 20_260_105, numRuns: 400 },
    );
    expect(done).toBe(400);
  });
});

const openIn = (read: ReadonlyMap<string, News>): string[] =>
  [...read]
    .filter(([, { value }]) => value.after.open)
    .map(([orderId]) => orderId)
    .toSorted();

const cause = { input: register, id: 'register', correlationId: '', actor: null };
const first = foldKey(customers, 'customer-1', null, [cause], { now: START, tables: {} }).facts.at(-1) ?? null;
