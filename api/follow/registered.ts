import { createHash } from 'node:crypto';
import type { RegisteredVersion } from '../../runtime/registry/answers.ts';
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

/** A new version comes with a new program: which there are is good for so long, ms. */
const GOOD_FOR_MS = 10_000;
/** A registry that takes longer to say it again, ms, is not waited for where something is known. */
const WAITED_MS = 150;
/** A version never changes, unless its subject was deleted for good and begun anew: what one says is good for so long, ms. */
const SAYS_FOR_MS = 600_000;

/**
 * What is registered, read at most once in a while, however many ask. Where the registry takes long to answer, what it said the
 * time before is answered, and read on behind it: what is shown may be older by one look. A registry that is away is told at
 * once, or, where that comes late, to whoever asks next.
 */
export function registeredSchemas(
  registry: SchemaRegistry | RegistryReads,
  prefix: string,
  now: () => number = Date.now,
  waited = WAITED_MS,
): RegisteredSchemas {
  const asked = remembering(registry, now);
  let read: { readonly at: number; readonly answer: ReturnType<RegisteredSchemas['all']> } | null = null;
  let known: Awaited<ReturnType<RegisteredSchemas['all']>> | null = null;
  const ask = async (): ReturnType<RegisteredSchemas['all']> => {
    const subjects = new Map(topics.map(({ name }) => [name, valueSubject(topicName(prefix, name))]));
    const found = await subjectVersions(asked as SchemaRegistry, [...subjects.values()], { deleted: false });
    return new Map([...subjects].map(([name, subject]) => [name, found.get(subject) ?? []]));
  };
  return {
    all: async () => {
      if (read === null || now() - read.at > GOOD_FOR_MS) {
        const fresh = { at: now(), answer: ask() };
        read = fresh;
        fresh.answer.then(
          found => {
            if (read === fresh) known = found;
          },
          () => {
            if (read === fresh) [read, known] = [null, null];
          },
        );
      }
      return known === null ? await read.answer : await orElse(read.answer, waited, known);
    },
  };
}

/** The answer, or a rejection; where neither comes within so long, ms, something else. */
async function orElse<T>(answer: Promise<T>, waited: number, other: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(other), waited);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The registry, with what versions said kept: half of the questions, and most of the bytes. */
function remembering(registry: RegistryReads, now: () => number): RegistryReads {
  const said = new Map<string, { readonly at: number; readonly answer: RegisteredVersion }>();
  return {
    subjects: listing => registry.subjects(listing),
    versions: (subject, listing) => registry.versions(subject, listing),
    version: async (subject, version, listing) => {
      const id = `${subject} ${version} ${listing?.deleted === true}`;
      const known = said.get(id);
      if (known !== undefined && now() - known.at < SAYS_FOR_MS) return known.answer;
      const answer = await registry.version(subject, version, listing);
      if (answer !== null) said.set(id, { at: now(), answer });
      return answer;
    },
  };
}

/** Fingerprints by the text, each computed once. */
export function knownFingerprints(): { of(text: string): string } {
  const known = new Map<string, string>();
  return {
    of: text => {
      const found = known.get(text) ?? schemaFingerprint(text);
      known.set(text, found);
      return found;
    },
  };
}

/** SHA-256 of a schema's text without white space: the same for the same schema, however it is laid out. */
export const schemaFingerprint = (text: string): string =>
  createHash('sha256')
    .update(JSON.stringify(JSON.parse(text)))
    .digest('hex');
