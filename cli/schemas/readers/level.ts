import { type CompatibilityLevel, checkLevel } from '../../../schemas/check/level.ts';
import type { TopicDefinition } from '../../../schemas/topics.ts';
import type { Version } from '../history.ts';
import type { Working } from '../working.ts';

export type LevelAdvice = {
  readonly schema: string;
  /** The weakest level at which nobody who uses the topics as they are used can break. */
  readonly needed: CompatibilityLevel;
  readonly why: string;
  /** The strictest levels that all versions, taken in their order, have kept; NONE where they kept none. */
  readonly satisfied: CompatibilityLevel;
  readonly set: CompatibilityLevel;
};

/**
 * Readers first: who is read by what is deployed before him needs no FORWARD. Here one program holds writers and readers,
 * and its processes are replaced one after the other, so that both orders occur in every update.
 */
export function levelAdvice(working: Working, versions: readonly Version[]): LevelAdvice {
  const { needed, why } = neededFor(working.topics);
  return { schema: working.name, needed, why, satisfied: satisfiedBy(versions), set: working.level };
}

function neededFor(topics: readonly TopicDefinition[]): Pick<LevelAdvice, 'needed' | 'why'> {
  const updates = 'processes are replaced one after the other, so that old ones read what new ones write';
  if (topics.some(({ kind }) => kind === 'facts')) {
    return {
      needed: 'FULL_TRANSITIVE',
      why: `compacted and kept for ever: restores and rebuilds read every version ever written; ${updates}`,
    };
  }
  return {
    needed: 'FULL_TRANSITIVE',
    why: `trimmed only where all have read it, so that records of any version may wait; ${updates}`,
  };
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
  const history = versions.map(({ schema }) => schema);
  const kept = (level: CompatibilityLevel) =>
    history.every(
      (candidate, at) => at === 0 || checkLevel({ level, previous: history.slice(0, at), candidate }).compatible,
    );
  try {
    return strictFirst.find(kept) ?? 'NONE';
  } catch {
    // One of them is no schema, which is a finding.
    return 'NONE';
  }
}
