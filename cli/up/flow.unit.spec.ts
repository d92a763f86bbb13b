import { expect, it } from 'vitest';
import { flowSeen } from './flow.ts';

it('given that nobody can tell why orders are stuck, then the other metrics of the flow are shown all the same', async () => {
  const seen = await flowSeen({
    states: async () => [{ state: 'PLACED', orders: 2, oldest: null, end: false }],
    counts: async () => ({ orders: 1, steps: [{ owedBy: 'payments', step: 'authorise', orders: 1 }] }),
    reasons: async () => {
      throw new Error('the cases cannot be read');
    },
    steps: async () => [],
    laws: async () => null,
  });
  expect(seen).toMatchObject({ states: [{ count: 2 }], overdue: [{ step: 'authorise', count: 1 }], reasons: {} });
});
