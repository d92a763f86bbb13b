import { createHash } from 'node:crypto';
import type { TextEdit } from './fix/edits.ts';
import type { FixKind } from './fix/proposal.ts';
import type { Direction } from './level.ts';
import type { Position } from './position.ts';
import type { IncompatibilityType } from './resolve.ts';
import type { RuleId } from './rules.ts';

/** An error breaks a reader; a warning is let through by every checker, and yet wrong more often than not. */
export type Severity = 'error' | 'warning';

/** The one form in which every check says what it found: command line, start-up guard and API. */
export type Finding = {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** The registry's subject, or whatever the caller calls the schema; null where it has no name. */
  readonly subject: string | null;
  /** Dotted path of the field; empty for the schema itself. */
  readonly path: string;
  /** One sentence that stands by itself, with names and versions in it. */
  readonly sentence: string;
  /** Whose reading breaks: the candidate's (backward) or the older versions' (forward); null where it is neither. */
  readonly direction: Direction | null;
  /** The versions that it holds for, oldest first; empty where it is about the candidate alone. */
  readonly versions: readonly string[];
  /** Where it stands in the candidate, and in the newest of the versions; null where only a parsed value was given. */
  readonly candidate: Position | null;
  readonly previous: Position | null;
  /** What Avro Java, and so a registry, calls it; null for warnings. */
  readonly avro: { readonly type: IncompatibilityType; readonly location: string; readonly message: string } | null;
  /** Changes to the candidate that were applied and checked again, the best first. */
  readonly fixes: readonly FindingFix[];
  /** The same for the same thing, whatever else changes in the file and however far it moves. */
  readonly fingerprint: string;
  /** Who accepted a warning, and why. */
  readonly accepted: { readonly owner: string; readonly reason: string } | null;
};

export type FindingFix = {
  readonly kind: FixKind;
  /** In the imperative, without a full stop. */
  readonly sentence: string;
  readonly edits: readonly TextEdit[];
};

/** 64 bits: enough to tell the warnings of one repository apart, and short enough for a line. */
const digits = 16;

/** `parts`: what makes the finding what it is, without positions, versions and wording. */
export function fingerprintOf(...parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, digits);
}

/** Where a finding is shown: in the candidate if possible. */
export function placeOf({ candidate, previous, subject }: Finding): string {
  const position = candidate ?? previous;
  if (position === null) return subject ?? 'schema';
  return `${position.file ?? subject ?? 'schema'}:${position.line}:${position.column}`;
}

/** What stops a build: errors, and warnings that nobody has accepted where `strict`. */
export function isBlocking(finding: Finding, { strict = false }: { strict?: boolean } = {}): boolean {
  return finding.severity === 'error' || (strict && finding.accepted === null);
}
