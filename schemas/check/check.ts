import { type Acceptance, applyAcceptances } from './acceptances.ts';
import { type Finding, fingerprintOf } from './finding.ts';
import { type Effort, fixesFor, grouped, ordinaryEffort, withText } from './fix/fixes.ts';
import { causeOf, recordOf } from './incompatibilities.ts';
import {
  asVersion,
  type Break,
  breaksOf,
  type History,
  type LevelCheck,
  pairsOf,
  readHistory,
  type SchemaVersion,
} from './level.ts';
import { InvalidSchemaError, readSchema } from './read-schema.ts';
import type { WarningId } from './rules.ts';
import type { ParsedSchema } from './schema.ts';
import { sentenceOf, thisSchema, versionsParty } from './sentences.ts';
import type { Warning } from './warnings/warning.ts';
import { findWarnings } from './warnings/warnings.ts';

export type SchemaCheck = LevelCheck & {
  /** What the schema is called in findings, such as `orders-value`. Default: null. Part of every fingerprint. */
  readonly subject?: string | null;
  /** Warnings that somebody has accepted. Default: none. */
  readonly acceptances?: readonly Acceptance[];
  /**
   * What may be spent on trying fixes, in characters of schema text that are read and compared. Default 1,000,000, about a
   * second. Once it is spent, further findings come without fixes.
   */
  readonly effort?: number;
};

/**
 * Everything there is to say about a candidate: what breaks under the level, each with fixes that were tried, and what
 * would be let through and yet be wrong. Errors first, then warnings, each in the order of the candidate's text.
 *
 * A candidate or version that is no schema is a finding too.
 */
export function checkSchema({ subject = null, acceptances = [], effort, ...check }: SchemaCheck): Finding[] {
  const fixing: Effort = { left: effort ?? ordinaryEffort };
  try {
    const { previous, unreadable } = readableVersions(check.previous, subject);
    const given = readHistory({ ...check, previous });
    const history = withText(given);
    const breaks = breaksOf(pairsOf(check.level, history));
    const errors = grouped(breaks).map(same => errorOf(same, breaks, check, history, { subject, fixing }));
    const warnings = findWarnings(check.level, history).map(warning => warningOf(warning, history, subject));
    // What breaks needs no warning that it might be read as something else.
    const broken = new Set(errors.map(error => error.path));
    const others = warnings.filter(({ rule, path }) => !(broken.has(path) && alsoBroken.has(rule)));
    const found = applyAcceptances([...unreadable, ...inOrder(errors), ...inOrder(others)], acceptances);
    // The text was made here; nobody can look a place up in it.
    return given.candidate.text === null ? found.map(finding => ({ ...finding, candidate: null })) : found;
  } catch (error) {
    if (isTooDeep(error)) return [invalid(new InvalidSchemaError(tooDeep, null), subject, null)];
    if (!(error instanceof InvalidSchemaError)) throw error;
    return [invalid(error, subject, null)];
  }
}

const tooDeep = 'its types refer to each other in a chain that is too long to be checked.';

/** Named types may stand side by side in the text, and yet each hold the next one: only the stack knows how deep. */
const isTooDeep = (error: unknown): boolean => error instanceof RangeError && /call stack/.test(error.message);

/** A version that is no schema is told, and the others are compared all the same. */
function readableVersions(
  given: LevelCheck['previous'],
  subject: string | null,
): { previous: SchemaVersion[]; unreadable: Finding[] } {
  const previous: SchemaVersion[] = [];
  const unreadable: Finding[] = [];
  for (const [index, one] of given.entries()) {
    const { schema, version = index + 1, ...rest } = asVersion(one);
    try {
      previous.push({ ...rest, version, schema: readSchema(schema) });
    } catch (error) {
      if (!(error instanceof InvalidSchemaError)) throw error;
      unreadable.push(invalid(error, subject, String(version)));
    }
  }
  return { previous, unreadable };
}

const alsoBroken: ReadonlySet<string> = new Set<WarningId>([
  'older-version-breaks',
  'field-readded',
  'union-shape-changed',
  'precision-lost',
  'text-and-bytes',
  'logical-type-changed',
  'default-changed',
]);

function errorOf(
  same: readonly Break[],
  all: readonly Break[],
  { level }: LevelCheck,
  history: History,
  { subject, fixing }: { readonly subject: string | null; readonly fixing: Effort },
): Finding {
  const newest = same.at(-1) as Break;
  const { direction, leaf, mismatch, reader, writer } = newest;
  const backward = direction === 'backward';
  const versions = same.map(one => one.version);
  const party = versionsParty(versions);
  const cause = causeOf(leaf, reader, writer);
  return {
    rule: leaf.kind,
    severity: 'error',
    subject,
    path: leaf.path,
    sentence: sentenceOf(cause, backward ? thisSchema : party, backward ? party : thisSchema),
    direction,
    versions,
    candidate: backward ? cause.reader : cause.writer,
    previous: backward ? cause.writer : cause.reader,
    avro: { type: mismatch.type, location: mismatch.location, message: mismatch.message },
    fixes: fixesFor(same, all, level, history, fixing).map(({ kind, sentence, edits }) => ({ kind, sentence, edits })),
    fingerprint: fingerprintOf(
      subject,
      leaf.kind,
      direction,
      leaf.path,
      cause.readerType,
      cause.writerType,
      ...leaf.names,
      ...recordOf(leaf),
    ),
    accepted: null,
  };
}

function warningOf(warning: Warning, { versions, candidate }: History, subject: string | null): Finding {
  const { rule, path, sentence, now, before, essence } = warning;
  const at = (schema: ParsedSchema | undefined, offset: number | undefined) => schema?.places.at(offset ?? -1) ?? null;
  return {
    rule,
    severity: 'warning',
    subject,
    path,
    sentence,
    direction: null,
    versions: warning.versions,
    candidate: at(candidate, now?.start),
    previous: at(versions.find(one => one.version === warning.versions.at(-1))?.schema, before?.start),
    avro: null,
    fixes: [],
    fingerprint: fingerprintOf(subject, rule, path, ...essence),
    accepted: null,
  };
}

function invalid({ reason, position }: InvalidSchemaError, subject: string | null, version: string | null): Finding {
  const what = version === null ? thisSchema.words : versionsParty([version]).words;
  return {
    rule: 'schema-invalid',
    severity: 'error',
    subject,
    path: '',
    sentence: `${what.charAt(0).toUpperCase()}${what.slice(1)} is no Avro schema: ${reason}`,
    direction: null,
    versions: version === null ? [] : [version],
    candidate: version === null ? position : null,
    previous: version === null ? null : position,
    avro: null,
    fixes: [],
    fingerprint: fingerprintOf(subject, 'schema-invalid', version, reason),
    accepted: null,
  };
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const line = ({ candidate }: Finding) => candidate?.line ?? 0;
  const column = ({ candidate }: Finding) => candidate?.column ?? 0;
  return [...findings].sort((one, other) => line(one) - line(other) || column(one) - column(other));
}
