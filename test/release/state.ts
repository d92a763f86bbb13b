import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApiDocument } from '../../api/asyncapi/document.ts';
import { openApiDocument } from '../../api/openapi.ts';
import { type Acceptance, parseAcceptances } from '../../schemas/check/acceptances.ts';
import { parseSchemaFile, releasedSchemas, schemaFolders } from '../../schemas/load.ts';
import { topology } from '../../streams/topology.ts';
import { contentOf } from './content.ts';
import {
  acceptedFile,
  asyncApiFile,
  type Manifest,
  manifestFolder,
  oldestFirst,
  openApiFile,
  unreleasedFile,
} from './manifest.ts';
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
  readonly asyncApi: object;
  /** Every baseline that was released, by version, as its file lies there; null where that is gone. */
  readonly baselines: ReadonlyMap<string, string | null>;
  readonly asyncBaselines: ReadonlyMap<string, string | null>;
  /** Changes that clients can notice and that somebody answers for: the lines of api/released/accepted.txt. */
  readonly accepted: readonly Acceptance[];
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
    asyncApi: asyncApiDocument({ stations: topology }),
    baselines: baselines(manifests, openApiFile),
    asyncBaselines: baselines(manifests, asyncApiFile),
    accepted: parseAcceptances(read(acceptedFile), acceptedFile),
  };
}

function baselines(manifests: readonly Manifest[], fileOf: (version: string) => string): Map<string, string | null> {
  return new Map(
    manifests.map(({ version }) => [version, contentOf(join(base, fileOf(version)))?.toString('utf8') ?? null]),
  );
}
