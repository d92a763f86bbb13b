import type { SubjectVersion } from '../../runtime/schema-sources/registry.ts';
import type { SchemaUse } from '../../runtime/schema-sources/topics.ts';
import type { SchemaInput } from '../../schemas/check/read-schema.ts';
import type { Working } from './working.ts';
import { parsedOr } from './working.ts';

/** What the sources know of one schema of this program. Left out: not asked, or not to be reached. */
export type Known = {
  /** Frozen versions and, as it stands there, the schema itself. */
  readonly git?: {
    readonly name: string;
    readonly released: readonly { readonly version: string; readonly text: string; readonly file: string }[];
    readonly current: { readonly text: string; readonly file: string } | null;
  };
  /** Of all subjects that carry the schema. */
  readonly registry?: readonly SubjectVersion[];
  /** Where only topics are asked: what the registry calls the ids in them. Nothing is compared with these. */
  readonly names?: readonly SubjectVersion[];
  /** What is alive in each topic that carries it. */
  readonly topics?: readonly AliveSchema[];
};

export type AliveSchema = SchemaUse & {
  readonly topic: string;
  readonly subject: string;
  /** null: nobody knows the id. */
  readonly schema: string | null;
  /** The topic of the open cases that hold the records; null: they are in the topic itself. */
  readonly hospital: string | null;
};

/** Who holds how much of something. */
export function holding({ topic, hospital, records }: AliveSchema, of: string): string {
  return hospital === null
    ? `${topic} holds ${counted(records, 'live record')} of ${of}`
    : `${hospital} holds ${counted(records, 'open case')} with a record of ${topic} of ${of}`;
}

/** One schema, whatever number of sources know it. */
export type Version = {
  /** What it is called in sentences: `1`, `the schema at main`, `registry version 4`, `schema id 9`. */
  readonly label: string;
  readonly schema: SchemaInput;
  readonly text: string;
  /** Listed: a level looks at it. Not listed, it is only there because records are written with it. */
  readonly listed: boolean;
  readonly alive: readonly AliveSchema[];
};

/** The same schema in two sources is one version: attributes in another order or other spaces make no difference. */
function identity(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
        : value,
    );
  } catch {
    return text;
  }
}

export const sameSchema = (one: string, other: string): boolean => identity(one) === identity(other);

/** Every version that this schema has to do with, oldest first as far as that is known. */
export function versionsOf({ git, registry = [], names = registry, topics = [] }: Known): Version[] {
  const versions = new Map<string, { -readonly [K in keyof Version]: Version[K] } & { readonly subject: string }>();
  const add = (label: string, text: string, file: string, listed: boolean, subject = '') => {
    const id = identity(text);
    const found = versions.get(id);
    if (found === undefined)
      versions.set(id, { label, text, schema: parsedOr(text, file), listed, alive: [], subject });
    else found.listed ||= listed;
  };
  for (const { version, text, file } of git?.released ?? []) add(version, text, file, true);
  for (const { version, schema, deleted, subject } of registry) {
    if (!deleted) add(`registry version ${version}`, schema, `${subject}/${version}`, true, subject);
  }
  if (git?.current != null) add(`the schema at ${git.name}`, git.current.text, git.current.file, true);
  for (const one of topics) {
    if (one.schema === null) continue;
    const by = names.find(version => version.id === one.id && version.subject === one.subject);
    const label =
      by === undefined ? `schema id ${one.id}` : `${by.deleted ? 'the deleted' : 'registry'} version ${by.version}`;
    add(label, one.schema, `${one.subject}/id ${one.id}`, false, one.subject);
    const version = versions.get(identity(one.schema));
    if (version !== undefined) version.alive = [...version.alive, one];
  }
  const all = [...versions.values()];
  // Eleven subjects carry one schema, and each counts its own versions.
  return all.map(({ subject, ...version }) => {
    const alike = all.some(other => other.label === version.label && other.subject !== subject);
    return alike && subject !== '' ? { ...version, label: `${version.label} of ${subject}` } : version;
  });
}

/** Where the sources contradict each other, a sentence each. */
export function disagreements(working: Working, { git, registry, names = registry ?? [], topics }: Known): string[] {
  const notes: string[] = [];
  const versions = registry ?? [];
  const live = versions.filter(({ deleted }) => !deleted);
  const inGit = (text: string) =>
    sameSchema(text, working.text) ||
    (git?.current != null && sameSchema(text, git.current.text)) ||
    [...(git?.released ?? []), ...working.released].some(one => sameSchema(text, one.text));
  const last = git?.released.at(-1);
  if (git !== undefined && registry !== undefined) {
    for (const { subject, version, id, schema } of live) {
      if (inGit(schema)) continue;
      const latest =
        last === undefined ? `no version of ${working.name} is released` : `version ${last.version} is the latest`;
      notes.push(
        `${git.name} says that ${latest}; the registry has a version ${version} of ${subject} (id ${id}) that is in no file: it was registered by hand, or from another branch.`,
      );
    }
    const missing = new Set(live.map(({ subject }) => subject));
    if (last !== undefined) {
      for (const subject of missing) {
        const known = versions.filter(one => one.subject === subject);
        const there = known.find(one => sameSchema(one.schema, last.text));
        const latest = live.findLast(one => one.subject === subject);
        // An installation that is younger than the release began with what came after it.
        const newer = [working.text, ...(git.current === null ? [] : [git.current.text])];
        if (there === undefined && latest !== undefined && !newer.some(text => sameSchema(text, latest.schema))) {
          notes.push(
            `${git.name} says that version ${last.version} is the latest; the registry does not have it for ${subject}, whose latest is ${latest.version}.`,
          );
        } else if (there?.deleted) {
          notes.push(
            `Version ${last.version} in ${git.name} is version ${there.version} of ${subject} in the registry, and was deleted there.`,
          );
        }
      }
    }
  }
  if (topics !== undefined) {
    for (const use of topics) {
      const { id, subject, schema } = use;
      const by = names.find(one => one.id === id && one.subject === subject);
      if (schema === null) continue;
      if (by === undefined) notes.push(`${holding(use, `schema id ${id}`)}, which is no version of ${subject}.`);
      else if (by.deleted)
        notes.push(`Version ${by.version} of ${subject} (id ${id}) was deleted, but ${holding(use, 'it')}.`);
    }
    for (const { subject, version, id } of live) {
      if (live.findLast(one => one.subject === subject)?.version === version) continue;
      if (!topics.some(one => one.subject === subject && one.id === id)) {
        notes.push(`Version ${version} of ${subject} (id ${id}) is listed, but dead: no record is written with it.`);
      }
    }
  }
  return notes;
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
