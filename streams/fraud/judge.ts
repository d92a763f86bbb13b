import type { Decision } from '../../runtime/tasks/definition.ts';
import type { Deadline } from '../../runtime/tasks/fat-event.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import { same } from '../same.ts';
import type { FraudDraft } from './model.ts';
import { type Counted, type FraudRule, type Hit, hitOf, spanOf } from './rules.ts';

/** Most rules that a flag names (its schema's bound). */
const NAMED = 16;

/** The flag as it follows from what is counted now. What no rule counts any more goes with the next fact. */
export function judged(
  before: FraudFlag | null,
  flag: FraudDraft,
  rules: readonly FraudRule[],
  now: number,
): Decision<FraudFlag> {
  const counts = (at: number, counted: Counted) => at + spanOf(rules, counted) > now;
  const counted = {
    declines: flag.declines.filter(({ at }) => counts(at, 'declines')),
    placed: flag.placed.filter(({ at }) => counts(at, 'placed')),
    addressChanges: flag.addressChanges.filter(at => counts(at, 'addressChanges')),
  };
  const times: Record<Counted, readonly number[]> = {
    declines: counted.declines.map(({ at }) => at),
    placed: counted.placed.map(({ at }) => at),
    addressChanges: counted.addressChanges,
  };
  const hits = rules.map(rule => hitOf(rule, times[rule.counts], now)).filter(hit => hit !== null);
  const state: FraudDraft = {
    ...flag,
    ...counted,
    flag: hits.length > 0 ? 'FLAGGED' : 'CLEAR',
    rules: hits.map(({ code }) => code).slice(0, NAMED),
    until: hits.length > 0 ? Math.max(...hits.map(({ lapses }) => lapses)) : null,
    deadlines: lapseOf(hits, flag.deadlines, now),
  };
  if (state.flag === (before?.flag ?? 'CLEAR') && same(state.rules, before?.rules ?? [])) return { state };
  const [reason] = state.rules;
  return { state, what: state.flag === 'FLAGGED' ? 'FLAGGED' : 'CLEARED', ...(reason === undefined ? {} : { reason }) };
}

/** When the first of the rules that hit will not any more; the others are judged anew then. */
function lapseOf(hits: readonly Hit[], running: readonly Deadline[], now: number): readonly Deadline[] {
  if (hits.length === 0) return [];
  const since = running.find(({ name }) => name === 'lapse')?.since ?? now;
  return [{ name: 'lapse', owedBy: 'fraud', since, due: Math.min(...hits.map(({ lapses }) => lapses)), passes: 0 }];
}
