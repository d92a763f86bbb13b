import { releasedSchemas, schemaText } from './load.ts';
import type { TopicDefinition } from './topic-definition.ts';

/**
 * Takes values of one released version to the next, where Avro's own rules cannot: docs/guide/schemas.md. Declared in
 * `upcasters.ts` beside the schema.
 */
export type UpcastStep = {
  /** The released version whose values it takes, as frozen in `released/`; it makes those of the one after it. */
  readonly from: number;
  /** Pure. `value` has the shape of that version. */
  up(value: never): unknown;
};

/** By the schema's folder. */
const declared: Readonly<Record<string, readonly UpcastStep[]>> = {};

type Upcaster = Pick<UpcastStep, 'up'> & { readonly from: string; readonly to: string };

/** The steps of a topic's schema, with the texts of the versions that they lie between. */
export function upcastersOf(
  topic: Pick<TopicDefinition, 'schema'>,
  steps: readonly UpcastStep[] = declared[topic.schema] ?? [],
): Upcaster[] {
  if (steps.length === 0) return [];
  const released = new Map(releasedSchemas(topic.schema).map(one => [Number(one.version), JSON.stringify(one.schema)]));
  return steps.map(({ from, up }) => {
    const text = released.get(from);
    if (text === undefined) throw new Error(`${topic.schema} has no released version ${from} to upcast.`);
    return { from: text, to: released.get(from + 1) ?? schemaText(topic), up };
  });
}

/** Where the steps of a topic's schema are declared. */
export const upcastersFile = ({ schema }: Pick<TopicDefinition, 'schema'>): URL =>
  new URL(`./${schema}/upcasters.ts`, import.meta.url);
