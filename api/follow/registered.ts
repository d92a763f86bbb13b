import { createHash } from 'node:crypto';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import { type SubjectVersion, subjectVersions } from '../../runtime/schema-sources/registry.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { topics } from '../../schemas/topics.ts';

/** What the registry has, as far as it is asked here. */
export type RegistryReads = Pick<SchemaRegistry, 'subjects' | 'versions' | 'version'>;

export type RegisteredSchemas = {
  /** Versions of the subject of each topic, oldest first, by the topic's name; none where nothing is registered. */
  all(): Promise<ReadonlyMap<string, readonly SubjectVersion[]>>;
};

/** A version never changes, and a new one comes with a new program: what was read is good for so long, ms. */
const GOOD_FOR_MS = 10_000;

/** What is registered, read at most once in a while, however many ask. */
export function registeredSchemas(
  registry: SchemaRegistry | RegistryReads,
  prefix: string,
  now: () => number = Date.now,
): RegisteredSchemas {
  let read: { readonly at: number; readonly answer: ReturnType<RegisteredSchemas['all']> } | null = null;
  const ask = async (): ReturnType<RegisteredSchemas['all']> => {
    const subjects = new Map(topics.map(({ name }) => [name, valueSubject(topicName(prefix, name))]));
    const found = await subjectVersions(registry as SchemaRegistry, [...subjects.values()], { deleted: false });
    return new Map([...subjects].map(([name, subject]) => [name, found.get(subject) ?? []]));
  };
  return {
    all: () => {
      if (read === null || now() - read.at > GOOD_FOR_MS) {
        const asked = { at: now(), answer: ask() };
        read = asked;
        asked.answer.catch(() => {
          if (read === asked) read = null;
        });
      }
      return read.answer;
    },
  };
}

/** SHA-256 of a schema's text without white space: the same for the same schema, however it is laid out. */
export const schemaFingerprint = (text: string): string =>
  createHash('sha256')
    .update(JSON.stringify(JSON.parse(text)))
    .digest('hex');
