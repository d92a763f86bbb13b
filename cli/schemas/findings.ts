import type { Acceptance } from '../../schemas/check/acceptances.ts';
import { checkSchema } from '../../schemas/check/check.ts';
import type { Finding } from '../../schemas/check/finding.ts';
import { type AliveSchema, holding, type Version } from './history.ts';
import { parsedOr, type Working } from './working.ts';

/**
 * All that is wrong with a schema: under its level with the versions that are listed anywhere, and as a reader of every
 * other one that records are written with.
 */
export function findingsOf(
  working: Working,
  versions: readonly Version[],
  acceptances: readonly Acceptance[],
  /** What may be spent on trying fixes, as `checkSchema` takes it. */
  effort?: number,
): Finding[] {
  const candidate = parsedOr(working.text, working.file);
  const check = (level: 'BACKWARD_TRANSITIVE' | Working['level'], chosen: readonly Version[]) =>
    checkSchema({
      level,
      candidate,
      previous: chosen.map(({ label, schema }) => ({ version: label, schema })),
      subject: working.name,
      acceptances,
      ...(effort !== undefined && { effort }),
    });
  const listed = check(
    working.level,
    versions.filter(version => version.listed),
  );
  const alive = versions.filter(version => !version.listed);
  const read = alive.length === 0 ? [] : check('BACKWARD_TRANSITIVE', alive);
  return together(listed, read).map(finding => placed(withEvidence(finding, versions), working.file));
}

/** What holds for versions of both kinds is told once. */
function together(listed: readonly Finding[], alive: readonly Finding[]): Finding[] {
  const others = new Map(alive.map(finding => [finding.fingerprint, finding]));
  const merged = listed.map(finding => {
    const other = others.get(finding.fingerprint);
    others.delete(finding.fingerprint);
    return other === undefined ? finding : { ...finding, versions: [...finding.versions, ...other.versions] };
  });
  return [...merged, ...others.values()];
}

/** A break that records are hit by says which: the first of them can be looked at. */
function withEvidence(finding: Finding, versions: readonly Version[]): Finding {
  if (finding.direction !== 'backward') return finding;
  const hit = versions.filter(({ label }) => finding.versions.includes(label));
  const sentences = hit.flatMap(({ label, alive }) => alive.map(one => evidenceOf(label, one)));
  return sentences.length === 0 ? finding : { ...finding, sentence: [finding.sentence, ...sentences].join(' ') };
}

function evidenceOf(label: string, use: AliveSchema): string {
  const { id, records, needed, oldest, sampleKey } = use;
  const named = /^\d+$/.test(label) ? `version ${label}` : label;
  const by = label === `schema id ${id}` ? named : `${named} (id ${id})`;
  const key = sampleKey === null ? '' : ` (key ${sampleKey})`;
  const newest = needed === records ? '' : `, ${needed.toLocaleString('en-US')} of them the newest of their key`;
  return `${holding(use, by)}${newest}, the first in partition ${oldest.partition} at offset ${oldest.offset}${key}.`;
}

/** A text that is no schema has no parsed places: the file is known here. */
function placed(finding: Finding, file: string): Finding {
  if (finding.rule !== 'schema-invalid' || finding.candidate === null) return finding;
  return { ...finding, candidate: { ...finding.candidate, file: finding.candidate.file ?? file } };
}
