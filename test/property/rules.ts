import type { Processor } from '../../runtime/tasks/definition.ts';
import { fraud, fraudBy } from '../../streams/fraud/processor.ts';
import type { FraudRule } from '../../streams/fraud/rules.ts';
import type { Scenario } from './scenario.ts';

const DAY = 86_400_000;

/** So strict that a few orders hit them. */
export const strictRules: readonly FraudRule[] = [
  { code: 'declined-once', counts: 'declines', limit: 1, within: DAY, reason: 'A card was declined.' },
  { code: 'ordered-twice', counts: 'placed', limit: 2, within: DAY, reason: 'A second order.' },
  { code: 'moved', counts: 'addressChanges', limit: 1, within: DAY, reason: 'Another address.' },
];

/** The processors with the rules of this story. */
export const judging = (scenario: Scenario, processors: readonly Processor[]): readonly Processor[] =>
  scenario.strict ? processors.map(one => (one === fraud ? fraudBy(strictRules) : one)) : processors;

/** Declines of one customer after which the shop's own rules may hit. */
const SUSPICIOUS = 3;

/** Whether any rule may hit in this story. */
export const mayBeFlagged = ({ strict: isStrict, orders }: Scenario): boolean =>
  isStrict || orders.filter(({ decline }) => decline).length >= SUSPICIOUS;
