import { LongplayError } from '../errors.ts';
import type { CompatibilityLevel } from './answers.ts';
import type { SchemaRegistry } from './client.ts';

/** Confluent's TopicNameStrategy, on the full topic name: what other clients of the topic look for. */
export function valueSubject(topic: string): string {
  return `${topic}-value`;
}

export type WantedSchema = {
  readonly subject: string;
  readonly schema: string;
  readonly level: CompatibilityLevel;
};

/** A subject that stands at another level than it should. It is left as it is. */
export type LevelDrift = {
  readonly subject: string;
  readonly expected: CompatibilityLevel;
  readonly found: CompatibilityLevel;
  readonly remedy: string;
};

/** Schemas registered at once; a registry writes each to its own log, one after the other. */
const concurrency = 8;

/**
 * Registers every schema, its subject's level set before the first version. Doing it again changes nothing and
 * answers the same ids.
 *
 * A level that somebody has changed is reported and left alone; a *new* version is not registered under it, since the
 * check would be another than was promised.
 *
 * @throws LP_REGISTRY_INCOMPATIBLE, LP_REGISTRY_LEVEL_DRIFT or another LP_REGISTRY_…; after trying all.
 */
export async function registerSchemas(
  registry: SchemaRegistry,
  wanted: readonly WantedSchema[],
): Promise<{ ids: Map<string, number>; levelDrift: LevelDrift[] }> {
  const ids = new Map<string, number>();
  const levelDrift: LevelDrift[] = [];
  const failures: unknown[] = [];
  const queue = [...wanted];

  async function worker(): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        const drift = await settleLevel(registry, next);
        if (drift !== null) levelDrift.push(drift);
        ids.set(
          next.subject,
          drift === null ? await registry.register(next.subject, next.schema) : await find(registry, next, drift),
        );
      } catch (error) {
        failures.push(error);
        // An absent registry is absent for every subject.
        if (!(error instanceof LongplayError) || error.code === 'LP_REGISTRY_UNAVAILABLE') queue.length = 0;
      }
    }
  }

  await Promise.all(Array.from({ length: concurrency }, worker));
  if (failures.length > 0) throw together(failures);
  return { ids, levelDrift };
}

/** Sets the level where the subject is new; answers the drift where it stands at another one. */
async function settleLevel(registry: SchemaRegistry, wanted: WantedSchema): Promise<LevelDrift | null> {
  let found = await registry.level(wanted.subject);
  if (found === null && (await registry.versions(wanted.subject, { deleted: true })).length > 0) {
    // Registered by somebody else: the global level held so far, and setting another one would change it silently.
    found = await registry.globalLevel();
  }
  if (found === null) await registry.setLevel(wanted.subject, wanted.level);
  if (found === null || found === wanted.level) return null;
  return {
    subject: wanted.subject,
    expected: wanted.level,
    found,
    remedy: `Find out who changed it and why, then set it back: PUT /config/${wanted.subject} {"compatibility":"${wanted.level}"}.`,
  };
}

async function find(registry: SchemaRegistry, wanted: WantedSchema, drift: LevelDrift): Promise<number> {
  const version = await registry.find(wanted.subject, wanted.schema);
  if (version !== null) return version.id;
  throw new LongplayError(
    'LP_REGISTRY_LEVEL_DRIFT',
    `${wanted.subject} stands at ${drift.found}, not at ${wanted.level}: a new version is not registered under another level.`,
    { remedy: drift.remedy },
  );
}

function together(failures: readonly unknown[]): unknown {
  const [first] = failures;
  const known = failures.filter(failure => failure instanceof LongplayError);
  if (known.length < 2 || !(first instanceof LongplayError)) return first;
  const message = `${known.length} schemas could not be registered:\n${known.map(error => `  ${error.message}`).join('\n')}`;
  return new LongplayError(first.code, message, { remedy: first.remedy, cause: new AggregateError(failures) });
}
