import { refusedDefaults } from '../defaults.ts';
import { plainValue } from '../json.ts';
import {
  type Break,
  breaksOf,
  type CompatibilityLevel,
  type History,
  type LevelCheck,
  pairsOf,
  readHistory,
} from '../level.ts';
import { InvalidSchemaError, readSchema } from '../read-schema.ts';
import { type ParsedSchema, typeWords } from '../schema.ts';
import { backwardProposals } from './backward.ts';
import { applyEdits, type TextEdit } from './edits.ts';
import { forwardProposals } from './forward.ts';
import type { FixKind, Proposal } from './proposal.ts';

/** A change to the candidate that was applied and checked again: this break is gone, and no other came. */
export type Fix = {
  readonly kind: FixKind;
  /** In the imperative, without a full stop: `give country a default: "default": ""`. */
  readonly sentence: string;
  /** Into the candidate's text; into its JSON with two spaces of indent where it was given as a value. */
  readonly edits: readonly TextEdit[];
  /** The candidate with the edits. */
  readonly text: string;
};

/** What may still be spent on trying fixes, in characters of schema text that are read and compared. */
export type Effort = { left: number };

/** Enough for some dozens of causes of an ordinary schema; about a second. */
export const ordinaryEffort = 1_000_000;

/** Candidates are edited as text. */
export function withText(history: History): History {
  const { candidate } = history;
  if (candidate.text !== null) return history;
  const text = JSON.stringify(plainValue(candidate.root.json), null, 2);
  return { ...history, candidate: readSchema(text, { file: candidate.file }) };
}

/**
 * The fixes for one cause, wherever it shows, the best first. `same` are the breaks that have this cause, `all` those of
 * the whole check; a fix must remove the former and may add nothing to the latter. None where `effort` is spent: each
 * proposal costs a whole check, and a schema may break in hundreds of places.
 */
export function fixesFor(
  same: readonly Break[],
  all: readonly Break[],
  level: CompatibilityLevel,
  history: History,
  effort: Effort,
): Fix[] {
  const [first] = same;
  if (first === undefined) return [];
  const { candidate } = history;
  const before = new Set(all.map(keyOf));
  const gone = new Set(same.map(keyOf));
  const refused = refusedDefaults(candidate).length;

  function verified({ kind, sentence, edits }: Proposal): (Fix & { readonly whole: boolean }) | null {
    if (effort.left <= 0) return null;
    const text = applyEdits(candidate.text as string, edits);
    effort.left -= text.length * (1 + history.versions.length);
    const changed = readOrNull(text, candidate.file);
    if (changed === null || refusedDefaults(changed).length > refused) return null;
    const after = breaksOf(pairsOf(level, { ...history, candidate: changed }));
    if (!after.map(keyOf).every(key => before.has(key) && !gone.has(key))) return null;
    const whole = !after.some(({ direction, leaf }) => leaf.path === first?.leaf.path && direction !== first.direction);
    return { kind, sentence, edits, text, whole };
  }

  const propose = first.direction === 'backward' ? backwardProposals : forwardProposals;
  const found = propose(first.leaf, candidate).flatMap(proposal => verified(proposal) ?? []);
  // An alias lets new readers read old records; where old readers must read new ones, the old name helps both.
  found.sort((one, other) => Number(other.whole) - Number(one.whole));
  return found.map(({ whole: _, ...fix }) => fix);
}

export type Patch = { readonly text: string; readonly fixes: readonly Fix[] };

/** More steps than a person would look through; a check with as many breaks is another schema. */
const mostSteps = 100;

/**
 * One text of the candidate with which the whole check passes: the best fix for each cause, one after the other. Null
 * where nothing that was tried leads there; a patch without fixes where nothing breaks.
 */
export function proposePatch({ level, previous, candidate }: LevelCheck): Patch | null {
  let history = withText(readHistory({ previous, candidate }));
  const fixes: Fix[] = [];
  while (fixes.length < mostSteps) {
    const all = breaksOf(pairsOf(level, history));
    if (all.length === 0) return { text: history.candidate.text as string, fixes };
    const fix = firstFix(all, level, history);
    if (fix === null) return null;
    fixes.push(fix);
    history = { ...history, candidate: readSchema(fix.text, { file: history.candidate.file }) };
  }
  return null;
}

function firstFix(all: readonly Break[], level: CompatibilityLevel, history: History): Fix | null {
  for (const same of grouped(all)) {
    const [fix] = fixesFor(same, all, level, history, { left: ordinaryEffort });
    if (fix !== undefined) return fix;
  }
  return null;
}

/** The breaks with one cause, over all versions that have it. */
export function grouped(breaks: readonly Break[]): Break[][] {
  const groups = new Map<string, Break[]>();
  for (const one of breaks) {
    const key = causeKey(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function causeKey({ direction, leaf }: Break): string {
  return [direction, leaf.kind, leaf.path, typeWords(leaf.writer.node), ...leaf.names].join('|');
}

function keyOf(one: Break): string {
  return `${one.version}|${causeKey(one)}`;
}

function readOrNull(text: string, file: string | null): ParsedSchema | null {
  try {
    return readSchema(text, { file });
  } catch (error) {
    // What a proposal made of the text is no schema: it is no fix.
    if (error instanceof InvalidSchemaError) return null;
    throw error;
  }
}
