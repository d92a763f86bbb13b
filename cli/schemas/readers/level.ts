import { type CompatibilityLevel, satisfiedLevels } from '../../../schemas/check/level.ts';
import { InvalidSchemaError } from '../../../schemas/check/read-schema.ts';
import type { Version } from '../history.ts';
import type { Working } from '../working.ts';
import { type Deployment, type Need, needOf } from './usage.ts';

/** For the topics of a schema that are used alike. */
export type LevelAdvice = Need & {
  readonly schema: string;
  readonly topics: readonly string[];
  /** The strictest levels that all versions, taken in their order, have kept; NONE where they kept none. */
  readonly satisfied: CompatibilityLevel;
  readonly set: CompatibilityLevel;
};

export function levelAdvice(
  { name: schema, topics, level: set }: Working,
  versions: readonly Version[],
  deployment: Deployment,
): LevelAdvice[] {
  const satisfied = satisfiedBy(versions);
  const needs = topics.map(topic => ({ topic: topic.name, ...needOf(topic, deployment) }));
  const groups = Map.groupBy(needs, ({ needed, why }) => `${needed} ${why}`);
  return [...groups.values()].map(alike => {
    const { needed, why } = alike[0] as Need;
    return { schema, topics: alike.map(({ topic }) => topic), needed, why, satisfied, set };
  });
}

/** From strict to lax; of two that say different things, the one that protects readers of history first. */
const strictFirst = [
  'FULL_TRANSITIVE',
  'BACKWARD_TRANSITIVE',
  'FORWARD_TRANSITIVE',
  'FULL',
  'BACKWARD',
  'FORWARD',
] as const satisfies readonly CompatibilityLevel[];

function satisfiedBy(versions: readonly Version[]): CompatibilityLevel {
  try {
    const kept = satisfiedLevels(versions.map(({ schema }) => schema));
    return strictFirst.find(level => kept.includes(level)) ?? 'NONE';
  } catch (error) {
    if (!(error instanceof InvalidSchemaError)) throw error;
    // One of them is no schema, which is a finding.
    return 'NONE';
  }
}
