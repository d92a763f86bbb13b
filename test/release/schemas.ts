import type { RecordSchema } from '../../schemas/avro.ts';
import { findGrowthViolations } from '../../schemas/growth/rules.ts';
import { type FrozenVersion, frozenFile, type Manifest, schemaFingerprint } from './manifest.ts';
import { findMisfit } from './misfit.ts';

/** A schema folder as it lies there. `current` is null where only frozen versions are left. */
export type SchemaState = {
  readonly folder: string;
  readonly current: RecordSchema | null;
  /** Oldest first; a version is a number, counted from 1. */
  readonly released: readonly { readonly version: string; readonly schema: RecordSchema }[];
};

/** Frozen files that aren't what the releases' manifests say, a sentence each. */
export function changedSinceReleased(states: readonly SchemaState[], manifests: readonly Manifest[]): string[] {
  const named = new Map<string, string>();
  for (const { schemas } of manifests) {
    for (const [folder, { version, fingerprint }] of Object.entries(schemas)) {
      named.set(frozenFile(folder, version), fingerprint);
    }
  }
  const there = new Map(
    states.flatMap(({ folder, released }) =>
      released.map(({ version, schema }) => [frozenFile(folder, version), schemaFingerprint(schema)] as const),
    ),
  );
  const sentences = [...named].flatMap(([file, expected]) => {
    const found = there.get(file);
    if (found === undefined) return [`${file} was released, and is gone.`];
    return found === expected ? [] : [`${file} is not what was released.`];
  });
  const strays = [...there.keys()].filter(file => !named.has(file));
  return [...sentences, ...strays.map(file => `${file} is in no release’s manifest.`)];
}

/** Where a schema and its frozen versions don't read each other (FULL_TRANSITIVE), or it could never grow again. */
export function incompatibilities({ folder, current, released }: SchemaState): string[] {
  if (current === null) return [];
  const grows = findGrowthViolations(
    current,
    released.map(({ schema }) => schema),
  ).map(({ path, message }) => `${folder}: ${path === '' ? 'the root' : path}: ${message}`);
  const reads = released.flatMap(({ version, schema }) => {
    const reading = findMisfit({ reader: current, writer: schema });
    const read = findMisfit({ reader: schema, writer: current });
    return [
      ...(reading ? [`${folder}: ${at(reading.path)}: it cannot read its version ${version}: ${reading.reason}.`] : []),
      ...(read ? [`${folder}: ${at(read.path)}: its version ${version} cannot read it: ${read.reason}.`] : []),
    ];
  });
  return [...grows, ...reads];
}

const at = (path: string): string => (path === '' ? 'the root' : path);

/** Schemas that are neither released nor said to be unreleased, or said so wrongly. */
export function wronglyListed(states: readonly SchemaState[], unreleased: readonly string[]): string[] {
  return states.flatMap(({ folder, current, released }) => {
    if (current === null) return [];
    const listed = unreleased.includes(folder);
    if (released.length === 0 && !listed) return [`${folder} was never released: list it as unreleased.`];
    return released.length > 0 && listed ? [`${folder} was released: it is not unreleased.`] : [];
  });
}

export type Frozen = FrozenVersion & { readonly folder: string; readonly isNew: boolean };

/** The version that each schema has in the next release: its newest frozen one, or, where that differs, a new one. */
export function freeze(states: readonly SchemaState[]): Frozen[] {
  return states.flatMap(({ folder, current, released }) => {
    if (current === null) return [];
    const last = released.at(-1);
    const fingerprint = schemaFingerprint(current);
    const isNew = last === undefined || schemaFingerprint(last.schema) !== fingerprint;
    return [{ folder, version: Number(last?.version ?? 0) + (isNew ? 1 : 0), fingerprint, isNew }];
  });
}
