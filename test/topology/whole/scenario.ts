import fc from 'fast-check';
import { peaceful, type Scenario, stormy } from '../../property/scenario.ts';
import { script } from '../../property/stories.ts';
import type { Told } from './tell.ts';

/** Fewer orders than where tasks are only imitated: here one story takes a thousand steps. */
const small = (scenario: Scenario): Scenario => ({ ...scenario, orders: scenario.orders.slice(0, 3), bytes: false });

const told = (scenario: fc.Arbitrary<Scenario>): fc.Arbitrary<Told> =>
  fc.record({
    scenario: scenario.map(small),
    size: fc.record({ partitions: fc.integer({ min: 1, max: 2 }), machines: fc.integer({ min: 1, max: 2 }) }),
    script: script({ maxLength: 100, size: 'max' }),
    cuts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
  });

/** Anything may happen, and everything competes. */
export const stormyWhole = told(stormy);
/** Faults, but nothing that competes. */
export const peacefulWhole = told(peaceful);
