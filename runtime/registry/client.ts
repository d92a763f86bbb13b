import { LongplayError } from '../errors.ts';
import {
  accepted,
  type CompatibilityLevel,
  field,
  isMissing,
  levelOf,
  list,
  type RegisteredVersion,
  refuseForeign,
  versionOf,
} from './answers.ts';
import { quote, type RegistryAnswer, type RegistryOptions, registryTransport } from './transport.ts';

/** What to count in: versions and subjects that were soft-deleted are still readable by id. */
export type Listing = { readonly deleted?: boolean };

/** A schema registry with Confluent's API. Avro only. Every failure is a `LongplayError` LP_REGISTRY_…. */
export type SchemaRegistry = {
  /** Registers a schema, or finds it registered: the same schema answers the same id. */
  register(subject: string, schema: string): Promise<number>;
  /** The text of a schema as it was registered, with attributes that Avro does not know. */
  schemaById(id: number): Promise<string>;
  /** The version of the subject that holds this schema; null where none does. */
  find(subject: string, schema: string): Promise<RegisteredVersion | null>;
  /** The subject's own level; null where it has none, so that the global one holds. */
  level(subject: string): Promise<CompatibilityLevel | null>;
  globalLevel(): Promise<CompatibilityLevel>;
  setLevel(subject: string, level: CompatibilityLevel): Promise<void>;
  /** Version numbers, ascending; none where the subject is unknown. */
  versions(subject: string, listing?: Listing): Promise<number[]>;
  version(subject: string, version: number | 'latest', listing?: Listing): Promise<RegisteredVersion | null>;
  subjects(listing?: Listing): Promise<string[]>;
};

/**
 * A client for any registry with Confluent's API: Confluent's own, Karapace, Apicurio. It goes by the HTTP status,
 * since error codes and messages differ (docs/decisions/0023-registry-client.md, also on why not by the library).
 */
export function createSchemaRegistry(options: RegistryOptions): SchemaRegistry {
  const request = registryTransport(options);
  const at = (subject: string) => `/subjects/${encodeURIComponent(subject)}`;
  const deleted = (listing: Listing = {}) => (listing.deleted ? '?deleted=true' : '');

  const registry: SchemaRegistry = {
    async register(subject, schema) {
      const answer = await request('POST', `${at(subject)}/versions`, { schema });
      if (answer.status === 409) return registered(registry, subject, schema, answer);
      return field(accepted(answer, `registering a schema for ${subject}`), 'id', 'number');
    },

    async schemaById(id) {
      const answer = await request('GET', `/schemas/ids/${id}`);
      if (isMissing(answer)) {
        throw new LongplayError('LP_REGISTRY_SCHEMA_UNKNOWN', `The registry has no schema with the id ${id}.`);
      }
      const body = accepted(answer, `reading schema ${id}`);
      refuseForeign(body, id);
      return field(body, 'schema', 'string');
    },

    async find(subject, schema) {
      const answer = await request('POST', at(subject), { schema });
      return isMissing(answer) ? null : versionOf(accepted(answer, `looking up a schema of ${subject}`));
    },

    async level(subject) {
      const answer = await request('GET', `/config/${encodeURIComponent(subject)}`);
      return isMissing(answer) ? null : levelOf(accepted(answer, `reading the level of ${subject}`));
    },

    async globalLevel() {
      return levelOf(accepted(await request('GET', '/config'), 'reading the global level'));
    },

    async setLevel(subject, level) {
      const answer = await request('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility: level });
      // Apicurio answers 409 where another process has set it in the same moment: then it may already be right.
      if (answer.status === 409 && (await registry.level(subject)) === level) return;
      accepted(answer, `setting the level of ${subject} to ${level}`);
    },

    async versions(subject, listing) {
      const answer = await request('GET', `${at(subject)}/versions${deleted(listing)}`);
      if (isMissing(answer)) return [];
      return list(accepted(answer, `listing the versions of ${subject}`), 'number').sort((a, b) => a - b);
    },

    async version(subject, version, listing) {
      const answer = await request('GET', `${at(subject)}/versions/${version}${deleted(listing)}`);
      return isMissing(answer) ? null : versionOf(accepted(answer, `reading version ${version} of ${subject}`));
    },

    async subjects(listing) {
      return list(accepted(await request('GET', `/subjects${deleted(listing)}`), 'listing subjects'), 'string');
    },
  };
  return registry;
}

/** 409 on registering says incompatible, but Apicurio also says it where two processes register at the same moment. */
async function registered(
  registry: SchemaRegistry,
  subject: string,
  schema: string,
  answer: RegistryAnswer,
): Promise<number> {
  const found = await registry.find(subject, schema);
  if (found !== null) return found.id;
  const level = await registry.level(subject);
  throw new LongplayError(
    'LP_REGISTRY_INCOMPATIBLE',
    `The schema for ${subject} is not ${level ?? 'compatible'} with the versions registered before: ${quote(answer.body)}`,
  );
}
