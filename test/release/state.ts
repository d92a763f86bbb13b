import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../api/openapi.ts';
import { parseSchemaFile, releasedSchemas, schemaFolders } from '../../schemas/load.ts';
import { contentOf } from './content.ts';
import { type Manifest, manifestFolder, oldestFirst, openApiFile, unreleasedFile } from './manifest.ts';
import type { ApiDocument } from './operations.ts';
import type { SchemaState } from './schemas.ts';

/** The checkout that this file is a part of. */
export const base = join(import.meta.dirname, '../..');

export const read = (path: string): string => readFileSync(join(base, path), 'utf8');

/** What lies in the checkout, as far as releases go. */
export type ReleaseState = {
  /** Oldest first. */
  readonly manifests: readonly Manifest[];
  readonly schemas: readonly SchemaState[];
  readonly unreleased: readonly string[];
  readonly document: ApiDocument;
  /** Every baseline that was released, by version, as its file lies there; null where that is gone. */
  readonly baselines: ReadonlyMap<string, string | null>;
};

export async function readState(): Promise<ReleaseState> {
  const manifests = oldestFirst(
    readdirSync(join(base, manifestFolder))
      .filter(file => /^\d/.test(file) && file.endsWith('.json'))
      .map(file => JSON.parse(read(`${manifestFolder}/${file}`)) as Manifest),
  );
  const current = new Set(schemaFolders());
  const folders = new Set([...current, ...manifests.flatMap(({ schemas }) => Object.keys(schemas))]);
  return {
    manifests,
    schemas: [...folders].sort().map(folder => ({
      folder,
      current: current.has(folder) ? parseSchemaFile(folder) : null,
      released: releasedSchemas(folder),
    })),
    unreleased: JSON.parse(read(unreleasedFile)),
    document: (await openApiDocument()) as ApiDocument,
    baselines: new Map(
      manifests.map(({ version }) => [version, contentOf(join(base, openApiFile(version)))?.toString('utf8') ?? null]),
    ),
  };
}
