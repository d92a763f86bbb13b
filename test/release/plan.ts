import { releaseInChangelog } from './changelog.ts';
import {
  acceptedFile,
  asyncApiFile,
  fingerprint,
  frozenFile,
  json,
  type Manifest,
  manifestFile,
  openApiFile,
  unreleasedFile,
} from './manifest.ts';
import { asyncBaselineOf, baselineOf } from './operations.ts';
import { withVersion } from './package-version.ts';
import { type Frozen, freeze } from './schemas.ts';
import type { ReleaseState } from './state.ts';

/** A release that is decided: nothing is asked any more while it is made. */
export type Plan = {
  readonly version: string;
  /** What is written, by path from the top of the repository. */
  readonly files: ReadonlyMap<string, string>;
  /** A line for each thing that changes. */
  readonly lines: readonly string[];
  /** The version's entry in the changelog. */
  readonly notes: string;
};

export type Release = { readonly version: string; readonly date: string; readonly notes: string };

/** `read` gives a file of the checkout, by its path from the top. */
export function planRelease(release: Release, state: ReleaseState, read: (path: string) => string): Plan {
  const { version, date } = release;
  const frozen = freeze(state.schemas);
  const openApi = json(baselineOf(state.document, version));
  const asyncApi = json(asyncBaselineOf(state.asyncApi, version));
  const manifest: Manifest = {
    version,
    date,
    schemas: byFolder(frozen),
    openApi: fingerprint(openApi),
    asyncApi: fingerprint(asyncApi),
  };
  const changelog = releaseInChangelog(read('CHANGELOG.md'), release);
  const added = frozen.filter(({ isNew }) => isNew);
  const files = new Map([
    ...added.map(each => [frozenFile(each.folder, each.version), read(workingFile(each.folder))] as const),
    [manifestFile(version), json(manifest)],
    [unreleasedFile, json([])],
    [openApiFile(version), openApi],
    [asyncApiFile(version), asyncApi],
    [acceptedFile, withoutAcceptances(read(acceptedFile))],
    ['CHANGELOG.md', changelog.text],
    ...['package.json', 'package-lock.json'].map(path => [path, withVersion(read(path), version)] as const),
  ]);
  const lines = [
    ...added.map(each => `freeze  ${frozenFile(each.folder, each.version)}`),
    `keep    ${frozen.length - added.length} schemas that did not change`,
    ...[...files.keys()].filter(path => !path.endsWith('.avsc')).map(path => `write   ${path}`),
    `commit  Release ${version}`,
    `tag     v${version}`,
  ];
  return { version, files, lines, notes: changelog.section };
}

/** Down to its first empty line: what the file is for. */
const withoutAcceptances = (text: string): string => /^.*?\n\n/s.exec(text)?.[0] ?? text;

const workingFile = (folder: string): string => `schemas/${folder}/${folder}.avsc`;

function byFolder(frozen: readonly Frozen[]): Manifest['schemas'] {
  return Object.fromEntries(
    frozen.map(({ folder, version, fingerprint: print }) => [folder, { version, fingerprint: print }]),
  );
}
