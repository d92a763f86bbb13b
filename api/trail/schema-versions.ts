import { within } from '../../runtime/observe/within.ts';
import type { RegisteredSchemas } from '../follow/registered.ts';
import type { TrailTopic } from './event.ts';

/** Which version of its topic's subject a schema is; null: it is not known. */
export type SchemaVersions = (topic: TrailTopic, id: number) => number | null;

/** Who looks at an order does not wait longer for the registry, ms: longer than for what it has said before. */
const WAITED_MS = 200;

/**
 * Tells versions of schemas by the ids that records name. What an id says never changes: the registry is asked only where one
 * is not known, and what it says too late is there the next time.
 */
export function versionsOfSchemas(registered: RegisteredSchemas | null, waited: number = WAITED_MS) {
  const known = new Map<string, number>();
  const versionOf: SchemaVersions = (topic, id) => known.get(`${topic} ${id}`) ?? null;
  const learn = async (all: RegisteredSchemas): Promise<void> => {
    for (const [topic, versions] of await all.all()) {
      for (const { id, version } of versions) known.set(`${topic} ${id}`, version);
    }
  };
  return async (ids: readonly { readonly topic: TrailTopic; readonly id: number }[]): Promise<SchemaVersions> => {
    if (registered === null || ids.every(({ topic, id }) => versionOf(topic, id) !== null)) return versionOf;
    // A registry that is away takes nothing from what the log tells.
    await within(learn(registered), waited).catch(() => undefined);
    return versionOf;
  };
}
