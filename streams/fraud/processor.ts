import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import { linger } from '../linger.ts';
import { decideBy } from './decide.ts';
import type { FraudInputs } from './model.ts';
import { type FraudRule, fraudRules } from './rules.ts';

/** Flags customers by these rules. Without any it counts nothing, and flags nobody. */
export const fraudBy = (rules: readonly FraudRule[]) =>
  defineProcessor<FraudFlag, FraudInputs, Record<never, never>>({
    name: 'fraud',
    entity: 'fraud-flag',
    owns: 'fraud-flags',
    reads: ['customer-activity', 'customers'],
    tables: [],
    asks: [],
    effects: [],
    historyBound: 16,
    linger: linger.unhurried,
    decide: decideBy(rules),
  });

export const fraud = fraudBy(fraudRules);
