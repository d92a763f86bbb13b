import type { Incompatibility } from '../../schemas/check/incompatibilities.ts';

export type JavaAnswer = {
  /** Why Avro Java refused one of the schemas; then there is nothing to compare. */
  readonly unreadable?: string;
  readonly compatible?: boolean;
  readonly thrown?: string;
  readonly incompatibilities?: readonly {
    readonly type: string;
    readonly location: string;
    readonly message: string;
  }[];
};

/**
 * Java throws as soon as it meets a field that could be read from several, also in a branch of a union that it only
 * tries; we, like avsc, go on to the next branch (docs/decisions/0025-compatibility-engine.md).
 */
export function isKnown(ours: readonly Incompatibility[], java: JavaAnswer): boolean {
  return java.thrown !== undefined && ours.length === 0;
}

/** What differs between our answer and Avro Java's, as a sentence; null where nothing does. */
export function differenceOf(ours: readonly Incompatibility[], java: JavaAnswer): string | null {
  if ((ours.length === 0) !== java.compatible) {
    return `Java says ${java.compatible ? 'compatible' : 'incompatible'}, we the opposite`;
  }
  const [first] = ours;
  const [theirs] = java.incompatibilities ?? [];
  // Where Java throws, it gives neither type nor place.
  if (first === undefined || theirs === undefined) return null;
  const said = (one: { type: string; location: string }) => `${one.type} at ${one.location}`;
  return said(first) === said(theirs) ? null : `Java says ${said(theirs)}, we ${said(first)}`;
}
