import { projections } from '../../../projections/catalogue.ts';
import type { CompatibilityLevel } from '../../../schemas/check/level.ts';
import type { TopicDefinition } from '../../../schemas/topic-definition.ts';
import { topology } from '../../../streams/topology.ts';

/**
 * How the processes of an installation are replaced. `any`: one after the other, in whatever order, so that for a while
 * old ones read what new ones write. `readers-first`: nobody who writes is new before all who read are.
 */
export const deployments = ['any', 'readers-first'] as const;
export type Deployment = (typeof deployments)[number];

/** What a use of a topic asks of its schema's next version. */
export type Need = {
  /** The weakest level at which nobody who uses the topic so can break. */
  readonly needed: CompatibilityLevel;
  readonly why: string;
};

/** What is said of a topic by those who read it. */
type Readers = { readonly processors: readonly string[]; readonly views: readonly string[] };

export function needOf(topic: TopicDefinition, deployment: Deployment): Need {
  const { processors, views } = readersOfTopic(topic);
  if (processors.length + views.length === 0) return { needed: 'NONE', why: 'nobody in this program reads it' };
  const history = historyOf(topic, processors);
  return deployment === 'any'
    ? {
        needed: 'FULL_TRANSITIVE',
        why: `${history}; processes are replaced one after the other, so that old ones read what new ones write`,
      }
    : { needed: 'BACKWARD_TRANSITIVE', why: `${history}; nobody reads what somebody newer has written` };
}

/** Why records of old versions are met, however old: the reason for a transitive level. */
function historyOf(topic: TopicDefinition, processors: readonly string[]): string {
  if (topic.kind === 'facts')
    return 'compacted and kept for ever: restores and rebuilds read every version ever written';
  return processors.length > 0
    ? 'trimmed, but a record that is parked as a case is read when the case is healed, however many versions later'
    : 'trimmed after a time that may see several versions, and all that is left is read by a rebuild';
}

/** All topics that a processor reads: its own facts to restore them, and what the engine reads for it. */
export const topicsOf = ({ processor, owns, reads, tables }: (typeof topology)[number]): string[] => [
  ...[owns, ...reads, ...tables],
  ...treatmentOf(processor),
];

/** Its operations, and its own cases. */
const treatmentOf = (processor: string): string[] => [`${processor}.operations`, `${processor}.hospital`];

function readersOfTopic({ name }: TopicDefinition): Readers {
  const processors = topology.filter(one => topicsOf(one).includes(name)).map(({ processor }) => processor);
  const views = projections.filter(({ topics }) => topics.includes(name)).map(one => one.name);
  return { processors, views };
}

const parts = (level: CompatibilityLevel): readonly string[] => [
  ...(/BACKWARD|FULL/.test(level) ? ['backward'] : []),
  ...(/FORWARD|FULL/.test(level) ? ['forward'] : []),
  ...(level.endsWith('_TRANSITIVE') ? ['transitive'] : []),
];

/** Whether who keeps the one level keeps the other too. */
export const covers = (level: CompatibilityLevel, needed: CompatibilityLevel): boolean =>
  parts(needed).every(part => parts(level).includes(part));
