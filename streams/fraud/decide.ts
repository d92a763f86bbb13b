import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import { known } from '../known.ts';
import { activityNews, customerNews } from './count.ts';
import { judged } from './judge.ts';
import { type FraudContext, type FraudInputs, nothingOf } from './model.ts';
import type { FraudRule } from './rules.ts';

/** The decider of these rules. */
export const decideBy =
  (rules: readonly FraudRule[]) =>
  (flag: FraudFlag | null, input: Input<FraudInputs>, context: FraudContext): Decision<FraudFlag> => {
    if (flag !== null) known(flag.flag, 'fraud flag');
    // Whatever comes of an erased customer, late or again, revives nothing.
    if (flag?.erased === true) return {};
    switch (input.from) {
      case 'customer-activity': {
        const news = activityNews(flag ?? nothingOf(input.key), input.value, rules, context);
        return news === null ? {} : judged(flag, news, rules, context.now);
      }
      case 'customers': {
        if (known(input.value.status, 'status of the customer') === 'ERASED') {
          const erased = { ...nothingOf(input.key), customerVersion: input.value.version, erased: true };
          return { state: erased, what: 'ERASED' };
        }
        const news = customerNews(flag ?? nothingOf(input.key), input.value, rules, context);
        return news === null ? {} : judged(flag, news, rules, context.now);
      }
      case 'deadline':
        return flag === null ? {} : judged(flag, flag, rules, Math.max(context.now, input.deadline.due));
      case 'effect':
        return {};
    }
  };
