import { LongplayError } from '../errors.ts';
import type { CompatibilityLevel } from '../registry/answers.ts';
import type { SchemaRegistry } from '../registry/client.ts';
import { registerSchemas, valueSubject } from '../registry/register.ts';
import { topicOf } from '../tasks/engine.ts';
import type { Draft } from './draft.ts';
import type { Manifest } from './manifest.ts';

/** In the place of an id that the source's registry did not know either: no registry gives it. */
export const UNKNOWN_ID = 0x7fff_ffff;

/** Adds to the manifest what it does not say yet: the versions of each subject, and the text of every id. */
export async function learnSchemas(registry: SchemaRegistry, prefix: string, draft: Draft): Promise<void> {
  const texts = new Map(draft.schemas.map(({ id, text }) => [id, text]));
  for (const part of draft.topics) {
    const isKnown = part.versions.length > 0 && part.schemaIds.every(id => texts.has(id));
    if (isKnown) continue;
    const subject = valueSubject(topicOf({ prefix }, part.name));
    part.versions = [];
    for (const number of await registry.versions(subject, { deleted: true })) {
      const found = await registry.version(subject, number, { deleted: true });
      if (found === null) continue;
      part.versions.push({ version: number, id: found.id });
      texts.set(found.id, found.schema);
    }
    for (const id of part.schemaIds) if (!texts.has(id)) texts.set(id, await textOf(registry, id));
  }
  draft.schemas = [...texts].map(([id, text]) => ({ id, text })).sort((a, b) => a.id - b.id);
}

async function textOf(registry: SchemaRegistry, id: number): Promise<string | null> {
  if (id <= 0) return null;
  try {
    return await registry.schemaById(id);
  } catch (error) {
    if (error instanceof LongplayError && error.code === 'LP_REGISTRY_SCHEMA_UNKNOWN') return null;
    throw error;
  }
}

/** What the ids in a topic's values become, by topic. */
export type SchemaIds = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Registers every version of every subject, oldest first, the level set before; then the schemas that records were
 * written with though no version of the subject has them. Doing it again answers the same ids.
 *
 * @throws LP_REGISTRY_INCOMPATIBLE, LP_REGISTRY_LEVEL_DRIFT or another LP_REGISTRY_…
 */
export async function registerExported(
  registry: SchemaRegistry,
  prefix: string,
  { topics, schemas }: Pick<Manifest, 'topics' | 'schemas'>,
  levelOf: (topic: string) => CompatibilityLevel,
): Promise<SchemaIds> {
  const texts = new Map(schemas.map(({ id, text }) => [id, text]));
  const queues = topics.map(({ name, versions, schemaIds }) => {
    const ids = [...new Set([...versions.map(({ id }) => id), ...schemaIds])];
    return { name, ids: ids.filter(id => typeof texts.get(id) === 'string') };
  });
  const given = new Map(topics.map(({ name }) => [name, new Map<number, number>()]));
  const rounds = Math.max(0, ...queues.map(({ ids }) => ids.length));
  for (let round = 0; round < rounds; round++) {
    const now = queues.filter(({ ids }) => round < ids.length);
    const wanted = now.map(({ name, ids }) => ({
      subject: valueSubject(topicOf({ prefix }, name)),
      schema: texts.get(ids[round] as number) as string,
      level: levelOf(name),
    }));
    const { ids } = await registerSchemas(registry, wanted);
    for (const [n, { name, ids: old }] of now.entries()) {
      const fresh = ids.get((wanted[n] as { subject: string }).subject);
      if (fresh !== undefined) given.get(name)?.set(old[round] as number, fresh);
    }
  }
  return given;
}
