import { comparePair, type Incompatibility, publicOf } from './incompatibilities.ts';
import type { Leaf } from './leaves.ts';
import { readSchema, type SchemaInput } from './read-schema.ts';
import type { Mismatch } from './resolve.ts';
import type { ParsedSchema } from './schema.ts';

/** The registries' levels. */
export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

export type CompatibilityLevel = (typeof compatibilityLevels)[number];

/** Backward: the candidate reads what the version wrote. Forward: the version reads what the candidate writes. */
export type Direction = 'backward' | 'forward';

export type SchemaVersion = {
  /** What people call it: a version number, a git ref. Default: its place in the list, from 1. */
  readonly version?: string | number;
  readonly schema: SchemaInput;
  /**
   * The value of Confluent's compatibility group property. Only versions with the candidate's value are compared; none
   * is a value too.
   */
  readonly group?: string | null;
};

export type LevelCheck = {
  readonly level: CompatibilityLevel;
  /** Oldest first. A schema by itself is a version without further particulars. */
  readonly previous: readonly (SchemaInput | SchemaVersion)[];
  readonly candidate: SchemaInput | SchemaVersion;
};

export type VersionBreak = {
  readonly version: string;
  readonly direction: Direction;
  readonly incompatibilities: readonly Incompatibility[];
};

export type LevelResult = {
  readonly level: CompatibilityLevel;
  readonly compatible: boolean;
  /** Every version that breaks, oldest first, and each way in which it does. */
  readonly breaks: readonly VersionBreak[];
};

/**
 * Whether a candidate may follow the versions before it. A level that is not transitive asks for the newest of them
 * only; whatever a level asks for, *every* version that breaks is named, not the first or the last.
 *
 * @throws InvalidSchemaError
 */
export function checkLevel({ level, previous, candidate }: LevelCheck): LevelResult {
  const history = readHistory({ previous, candidate });
  const breaks = pairsOf(level, history).flatMap(pair => {
    const incompatibilities = comparePair(pair.reader, pair.writer).map(found =>
      publicOf(found, pair.reader, pair.writer),
    );
    return incompatibilities.length === 0
      ? []
      : [{ version: pair.version, direction: pair.direction, incompatibilities }];
  });
  return { level, compatible: breaks.length === 0, breaks };
}

/**
 * The levels that a history keeps: under which each of its versions could have followed the ones before it. `NONE` is
 * always among them. Oldest version first.
 *
 * @throws InvalidSchemaError
 */
export function satisfiedLevels(versions: readonly (SchemaInput | SchemaVersion)[]): CompatibilityLevel[] {
  const parsed = versions.map(given => ({ ...asVersion(given), schema: readSchema(asVersion(given).schema) }));
  return compatibilityLevels.filter(level =>
    parsed.every((candidate, at) => checkLevel({ level, previous: parsed.slice(0, at), candidate }).compatible),
  );
}

/** Versions and candidate, parsed; those of other groups left out. */
export type History = {
  readonly versions: readonly { readonly version: string; readonly schema: ParsedSchema }[];
  readonly candidate: ParsedSchema;
};

export function readHistory({ previous, candidate }: Pick<LevelCheck, 'previous' | 'candidate'>): History {
  const wanted = asVersion(candidate);
  const versions = previous
    .map((given, index) => ({ ...asVersion(given), version: asVersion(given).version ?? index + 1 }))
    .filter(({ group }) => (group ?? null) === (wanted.group ?? null))
    .map(({ version, schema }) => ({ version: String(version), schema: readSchema(schema) }));
  return { versions, candidate: readSchema(wanted.schema) };
}

/** A schema by itself is a version of which no more is known. */
export function asVersion(given: SchemaInput | SchemaVersion): SchemaVersion {
  return typeof given === 'object' && 'schema' in given && !('type' in given)
    ? given
    : { schema: given as SchemaInput };
}

export type Pair = {
  readonly version: string;
  readonly direction: Direction;
  readonly reader: ParsedSchema;
  readonly writer: ParsedSchema;
};

/** Who has to read what under a level. */
export function pairsOf(level: CompatibilityLevel, { versions, candidate }: History): Pair[] {
  const compared = level.endsWith('_TRANSITIVE') ? versions : versions.slice(-1);
  return compared.flatMap(({ version, schema }) => {
    const pairs: Pair[] = [];
    if (/^(BACKWARD|FULL)/.test(level))
      pairs.push({ version, direction: 'backward', reader: candidate, writer: schema });
    if (/^(FORWARD|FULL)/.test(level)) pairs.push({ version, direction: 'forward', reader: schema, writer: candidate });
    return pairs;
  });
}

/** One cause of one break, with the nodes that it is about. */
export type Break = Pair & { readonly mismatch: Mismatch; readonly leaf: Leaf };

export function breaksOf(pairs: readonly Pair[]): Break[] {
  return pairs.flatMap(pair =>
    comparePair(pair.reader, pair.writer).flatMap(({ mismatch, leaves }) =>
      leaves.map(leaf => ({ ...pair, mismatch, leaf })),
    ),
  );
}
