import { createHash } from 'node:crypto';
import { compareVersions } from './version.ts';

/** What a release froze, committed as schemas/releases/<version>.json. */
export type Manifest = {
  readonly version: string;
  /** Of the day, in UTC, as 2026-11-21. */
  readonly date: string;
  /** By schema folder: which of its frozen versions is the release's, and its fingerprint. */
  readonly schemas: Readonly<Record<string, FrozenVersion>>;
  /** Fingerprint of api/released/openapi-<version>.json, byte by byte. */
  readonly openApi: string;
  /** Fingerprint of api/released/asyncapi-<version>.json; 0.1.0, which had no such document, has none. */
  readonly asyncApi?: string;
};

export type FrozenVersion = { readonly version: number; readonly fingerprint: string };

export const manifestFolder = 'schemas/releases';

/** Schemas that no release has frozen yet: they may still change in any way. */
export const unreleasedFile = `${manifestFolder}/unreleased.json`;

export const manifestFile = (version: string): string => `${manifestFolder}/${version}.json`;
export const openApiFile = (version: string): string => `api/released/openapi-${version}.json`;
export const asyncApiFile = (version: string): string => `api/released/asyncapi-${version}.json`;

/** Changes that break clients and that somebody answers for; a release, which they are compared with, empties it. */
export const acceptedFile = 'api/released/accepted.txt';

export const frozenFile = (folder: string, version: number | string): string =>
  `schemas/${folder}/released/${version}.avsc`;

/** SHA-256 as hex digits. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Of the schema as it is registered, without white space: the registry takes a changed doc for a new version and a
 * reformatted file for the same one, and so do releases.
 */
export function schemaFingerprint(schema: unknown): string {
  return fingerprint(JSON.stringify(schema));
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function oldestFirst(manifests: readonly Manifest[]): Manifest[] {
  return [...manifests].sort((a, b) => compareVersions(a.version, b.version));
}
