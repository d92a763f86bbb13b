import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LongplayError } from '../../runtime/errors.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { type Acceptance, InvalidAcceptanceError, parseAcceptances } from '../../schemas/check/acceptances.ts';
import { InvalidSchemaError, readSchema, type SchemaInput } from '../../schemas/check/read-schema.ts';
import { schemaFile, schemaFolders, schemasFolder } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';

/** A schema of this program as its file stands now, and the topics that carry it. */
export type Working = {
  /** The name of its folder, which findings and acceptances call it by, whatever an installation's prefix is. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly topics: readonly TopicDefinition[];
  readonly level: TopicDefinition['compatibility'];
  /** Frozen by releases, oldest first, as they lie in the folder. */
  readonly released: readonly { readonly version: string; readonly text: string; readonly file: string }[];
};

/** Every schema of the catalogue. */
export function workingSchemas(): Working[] {
  return schemaFolders().map(name => {
    const carried = topics.filter(topic => topic.schema === name);
    const file = schemaFile(name);
    return {
      name,
      file: shown(file),
      text: readFileSync(file, 'utf8'),
      topics: carried,
      level: carried[0]?.compatibility ?? 'FULL_TRANSITIVE',
      released: releasedOf(join(schemasFolder, name, 'released')),
    };
  });
}

function releasedOf(folder: string): Working['released'] {
  return filesOf(folder)
    .filter(file => file.endsWith('.avsc'))
    .map(file => ({
      version: file.slice(0, -'.avsc'.length),
      file: shown(join(folder, file)),
      text: readFileSync(join(folder, file), 'utf8'),
    }))
    .sort((one, other) => Number(one.version) - Number(other.version));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A file as a person would open it from where he is. */
export function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

/** The subjects that carry a schema in an installation. */
export const subjectsOf = ({ topics: carried }: Pick<Working, 'topics'>, prefix: string): string[] =>
  carried.map(({ name }) => valueSubject(topicName(prefix, name)));

/** A schema with the file that its positions are in; its text where it is none, so that a check says why. */
export function parsedOr(text: string, file: string): SchemaInput {
  try {
    return readSchema(text, { file });
  } catch (error) {
    if (error instanceof InvalidSchemaError) return text;
    throw error;
  }
}

export const acceptancesFile = join(schemasFolder, 'accepted-warnings');

/** The committed acceptances; none where there is no file. @throws LP_SCHEMAS_ACCEPTANCE_INVALID */
export function committedAcceptances(): Acceptance[] {
  try {
    return parseAcceptances(readFileSync(acceptancesFile, 'utf8'), shown(acceptancesFile));
  } catch (error) {
    if (error instanceof InvalidAcceptanceError) {
      throw new LongplayError('LP_SCHEMAS_ACCEPTANCE_INVALID', error.message, { cause: error });
    }
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
