import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Context, Decision, Input, Processor, Values } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { processors } from '../../streams/topology.ts';
import { tellStory } from './run.ts';
import { script, stormy } from './scenario.ts';

type Decide = Processor['decide'];
type State = FatEvent & { readonly [field: string]: unknown };

/** The processors, with one of them deciding otherwise. */
const withOther = (name: string, otherwise: (decide: Decide) => Decide): readonly Processor[] =>
  processors.map(one => (one.name === name ? { ...one, decide: otherwise(one.decide) } : one));

/** Does what it should, but for the state that it comes to. */
const butFor =
  (change: (state: State) => State) =>
  (decide: Decide): Decide =>
  (state: FatEvent | null, input: Input<Values>, context: Context<Values>): Decision<FatEvent> => {
    const decision = decide(state, input, context);
    return decision.state === undefined ? decision : { ...decision, state: change(decision.state as State) };
  };

const without = (effects: FatEvent['effects'], kind: string) => effects.filter(one => one.kind !== kind);

describe('the laws see', () => {
  test.each<[string, string, (decide: Decide) => Decide]>([
    ['stock that forgets what it applied', 'stock', butFor(state => ({ ...state, applied: Buffer.alloc(0) }))],
    ['payments that never void', 'payments', butFor(state => ({ ...state, effects: without(state.effects, 'void') }))],
    ['payments that forget a refund', 'payments', butFor(state => ({ ...state, refunded: null }))],
    ['a neighbour that never answers', 'allocations', butFor(state => ({ ...state, answersVersion: null }))],
    ['an order that nobody owes a step', 'orders', butFor(state => ({ ...state, deadlines: [] }))],
    ['an order that forgets its requests', 'orders', butFor(state => ({ ...state, requests: [] }))],
    [
      'shipping that reacts to a fact that was published again',
      'shipping',
      decide => (state, input, context) => {
        const decision = decide(state, input, context);
        const arrived = decision.state === undefined && state !== null && input.from === 'orders';
        return arrived ? { state: { ...state } } : decision;
      },
    ],
    [
      'a cancel that is accepted whatever shipping says',
      'shipping',
      decide => (state, input, context) => {
        const decision = decide(state, input, context);
        const stops = input.from === 'orders' && (input.value as unknown as State).status === 'STOPPING';
        return decision.state && stops
          ? { ...decision, state: { ...decision.state, status: 'STOPPED' } as never }
          : decision;
      },
    ],
  ])('%s', { timeout: 60_000 }, (_, name, otherwise) => {
    const others = withOther(name, otherwise);
    const story = fc.property(stormy, script(400), (scenario, steps) => {
      tellStory({ scenario, script: steps, processors: others });
    });
    expect(fc.check(story, { numRuns: 500, seed: 1, endOnFailure: true }).failed).toBe(true);
  });
});
