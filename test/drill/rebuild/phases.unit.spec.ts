import { expect, it } from 'vitest';
import { planKills } from './phases.ts';

it('given ten kills, then each third one is for live applying, and every phase of a rebuild gets one', () => {
  const plan = planKills(10);
  expect(plan.map((phase, n) => (phase === 'live' ? n : -1)).filter(n => n >= 0)).toEqual([0, 3, 6, 9]);
  expect(new Set(plan)).toEqual(new Set(['live', 'first pass', 'second pass', 'index', 'proof', 'swap']));
  expect(planKills(0)).toEqual([]);
});
