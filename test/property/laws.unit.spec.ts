import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Processor } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { Mail } from '../../schemas/types/notifications.ts';
import { fraudBy } from '../../streams/fraud/processor.ts';
import { butFor, type Decide, decidingFrom, type State, withOther } from './planted.ts';
import { strictRules } from './rules.ts';
import { tellStory } from './run.ts';
import { stormy } from './scenario.ts';
import { script } from './stories.ts';
import { storming as processors } from './storming.ts';

const strictly: Decide = (fraudBy(strictRules) as unknown as Processor).decide;

const without = (effects: FatEvent['effects'], kind: string) => effects.filter(one => one.kind !== kind);

describe('the laws see', () => {
  test.each<[string, string, (decide: Decide) => Decide]>([
    ['stock that forgets what it applied', 'stock', butFor(state => ({ ...state, applied: Buffer.alloc(0) }))],
    ['payments that never void', 'payments', butFor(state => ({ ...state, effects: without(state.effects, 'void') }))],
    ['payments that forget a refund', 'payments', butFor(state => ({ ...state, refunded: null }))],
    ['a neighbour that never answers', 'allocations', butFor(state => ({ ...state, answersVersion: null }))],
    ['an order that nobody owes a step', 'orders', butFor(state => ({ ...state, deadlines: [] }))],
    ['an order that forgets its requests', 'orders', butFor(state => ({ ...state, requests: [] }))],
    ['loyalty that forgets what it applied', 'loyalty', butFor(state => ({ ...state, applied: Buffer.alloc(0) }))],
    [
      'loyalty that holds points of what was sent',
      'loyalty',
      decide => (state, input, context) => {
        const decision = decide(state, input, context);
        const { holds, held } = (state ?? {}) as State;
        return decision.state && state && input.from === 'customer-activity'
          ? { ...decision, state: { ...decision.state, holds, held } as never }
          : decision;
      },
    ],
    [
      'activity that passes on everything twice',
      'activity',
      decide => (state, input, context) => {
        const decision = decide(state, input, context);
        return { ...decision, requests: (decision.requests ?? []).flatMap(one => [one, one]) };
      },
    ],
    ['activity that forgets the payment', 'activity', butFor(state => ({ ...state, payment: null }))],
    [
      'mails that get another Message-ID at each attempt',
      'notifications',
      butFor(state => ({
        ...state,
        mails: (state.mails as Mail[]).map(one => ({ ...one, messageId: `${one.messageId}'` })),
      })),
    ],
    ['mails that are never intended', 'notifications', butFor(state => ({ ...state, effects: [] }))],
    [
      'fraud that counts what our own rule declined',
      'fraud',
      () => (state, input, context) => {
        if (input.from !== 'customer-activity') return strictly(state, input, context);
        const { after, ...rest } = input.value as unknown as CustomerActivity;
        const value = { ...rest, after: { ...after, declineReason: 'card-declined' } };
        return strictly(state, { ...input, value } as never, context);
      },
    ],
    [
      'payments that decline without a flag',
      'payments',
      (decide => (state, input, context) => {
        const tables = {
          'fraud-flags': { get: () => ({ flag: 'FLAGGED', until: null, version: 1, rules: ['mine'] }) },
        };
        return decide(state, input, { ...context, tables } as never);
      }) satisfies (decide: Decide) => Decide,
    ],
    [
      'customers that are erased while an order is open',
      'customers',
      decidingFrom({ openOrders: [] }, 'customer-requests'),
    ],
    [
      'customers whom a late request revives',
      'customers',
      decidingFrom({ status: 'ACTIVE' }, 'customer-requests', ({ status }) => status === 'ERASED'),
    ],
    [
      'customers that keep an address of who is erased',
      'customers',
      butFor(state => (state.status === 'ERASED' ? { ...state, addresses: [{ addressId: '1', address: {} }] } : state)),
    ],
    ['customers whose keys are never destroyed', 'customers', butFor(state => ({ ...state, effects: [] }))],
    [
      'customers whose keys are destroyed too early',
      'customers',
      butFor(state => {
        const key = `${state.customerId}/destroy-key`;
        const effect = { id: key, kind: 'destroy-key', about: '', attempt: 1, idempotencyKey: key, since: 0 };
        const none = { reference: null, retryAt: null, lastError: null };
        return state.status === 'ERASING' ? { ...state, effects: [{ ...effect, ...none }] } : state;
      }),
    ],
    [
      'loyalty that opens a closed account for what comes late',
      'loyalty',
      decidingFrom({ status: 'OPEN' }, 'customer-activity'),
    ],
    ['fraud that counts on for who is erased', 'fraud', decidingFrom({ erased: false }, 'customer-activity')],
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
    const others = withOther(processors, name, otherwise);
    const story = fc.property(stormy, script({ maxLength: 400, size: 'max' }), (scenario, steps) => {
      tellStory({ scenario, script: steps, processors: others });
    });
    expect(fc.check(story, { numRuns: 500, seed: 1, endOnFailure: true }).failed).toBe(true);
  });
});
