import type { JsonNode } from '../json.ts';
import type { WarningId } from '../rules.ts';

/** What a rule found between a version and the candidate, or in the candidate alone. */
export type Warning = {
  readonly rule: WarningId;
  readonly path: string;
  readonly sentence: string;
  readonly now: JsonNode | null;
  readonly before: JsonNode | null;
  /** The versions that it was found against; empty where it is about the candidate alone. */
  readonly versions: readonly string[];
  /** What makes it this one and no other on the same path: old and new value, never a position. */
  readonly essence: readonly string[];
};
