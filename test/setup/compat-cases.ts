import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The public compatibility cases: pairs of schemas from the tests of Avro Java, the registries and other
 * implementations, with the answers that these give. They are not part of this repository: they are looked for beside
 * it, or where LONGPLAY_COMPAT_CASES says.
 */
const folder =
  process.env.LONGPLAY_COMPAT_CASES ?? fileURLToPath(new URL('../../../shared/compat-cases', import.meta.url));

export type CompatCases<T> = {
  readonly cases: readonly T[];
  /** Ends a suite's title: empty, or why the suite is skipped. */
  readonly note: string;
};

export function compatCases<T>(file: string): CompatCases<T> {
  const path = `${folder}/${file}`;
  if (!existsSync(path)) return { cases: [], note: ` (skipped: no ${path}; LONGPLAY_COMPAT_CASES names the folder)` };
  return { cases: JSON.parse(readFileSync(path, 'utf8')) as T[], note: '' };
}

/** One pair; `all` where Java gives more than one incompatibility. */
export type AvroCase = {
  readonly id: string;
  readonly reader: object | string;
  readonly writer: object | string;
  readonly compatible: boolean;
  readonly incompatibility: string | null;
  readonly location: string | null;
  readonly all?: readonly { readonly incompatibility: string; readonly location: string; readonly message: string }[];
};

export type RegistryCase = {
  readonly id: string;
  readonly level: string;
  readonly previous: readonly (object | string)[];
  readonly candidate: object | string;
  readonly compatible: boolean;
  readonly compatibility_group?: { readonly previous: readonly (string | null)[]; readonly candidate: string | null };
};
