import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NamedSchema, RecordSchema } from './avro.ts';
import type { TopicDefinition } from './topic-definition.ts';
import { topics } from './topics.ts';

/** The folder that holds every topic's schema folder. */
export const schemasFolder = fileURLToPath(new URL('.', import.meta.url));

/** The file that holds the working version of a schema; released ones lie frozen in `released/` beside it. */
export function schemaFile(folder: string): string {
  return `${schemasFolder}${folder}/${folder}.avsc`;
}

/** A topic's schema as it is registered: without line breaks, so that a reformatted file is no new version. */
export function schemaText(topic: Pick<TopicDefinition, 'schema'>): string {
  return JSON.stringify(parseSchemaFile(topic.schema));
}

/** A topic's schema, parsed as JSON. */
export function parseSchemaFile(folder: string): RecordSchema {
  return JSON.parse(readFileSync(schemaFile(folder), 'utf8')) as RecordSchema;
}

/** Folders of all schemas, each once, in the catalogue's order. */
export function schemaFolders(): string[] {
  return [...new Set(topics.map(topic => topic.schema))];
}

/** Released versions of a schema, oldest first. A release freezes the file as `released/1.avsc`, `2.avsc` and so on. */
export function releasedSchemas(folder: string): { version: string; schema: RecordSchema }[] {
  const released = `${schemasFolder}${folder}/released`;
  return list(released)
    .map(file => ({
      version: file.slice(0, -'.avsc'.length),
      schema: JSON.parse(readFileSync(`${released}/${file}`, 'utf8')) as RecordSchema,
    }))
    .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

/** By which release each version of a schema was frozen first. */
export function releaseOf(folder: string): ReadonlyMap<number, string> {
  const releases = `${schemasFolder}releases`;
  const manifests = readdirSync(releases)
    .map(file => JSON.parse(readFileSync(`${releases}/${file}`, 'utf8')) as Manifest)
    .filter(({ schemas }) => schemas?.[folder] !== undefined)
    .sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
  return new Map(manifests.map(({ version, schemas }) => [schemas?.[folder]?.version ?? 0, version]));
}

type Manifest = { readonly version: string; readonly schemas?: Readonly<Record<string, { readonly version: number }>> };

/** The types that several topics share, by full name. */
export function sharedTypes(): Map<string, NamedSchema> {
  const folder = `${schemasFolder}shared`;
  const types = list(folder).map(file => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as NamedSchema);
  return new Map(types.map(type => [`${type.namespace}.${type.name}`, type]));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(file => file.endsWith('.avsc'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
