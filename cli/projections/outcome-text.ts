import type { Proof, Sample, TableDifference } from '../../runtime/projector/rebuild/report.ts';
import type { ShownOperation } from '../../runtime/projector/rebuild/shown.ts';
import { number } from '../import/progress.ts';

const MOST_SAMPLES = 10;

/** What an operation has come to, for a person. */
export function outcomeText(operation: ShownOperation): string {
  const { projection, kind, state, report, generation } = operation;
  const lines: string[] = [];
  if (report?.records !== undefined) {
    const seconds = Object.values(report.seconds ?? {}).reduce((sum, one) => sum + one, 0);
    const steps = Object.entries(report.seconds ?? {}).map(([step, took]) => `${step} ${took.toFixed(1)}`);
    const records = `${number(report.records)} records, ${number(report.rows ?? 0)} rows`;
    lines.push(`${records}, ${seconds.toFixed(1)} s (${steps.join(', ')})`);
  }
  if (report?.proof !== undefined) lines.push(...proofLines(report.proof));
  if (report?.accepted !== undefined) lines.push(`Differences accepted: ${report.accepted}`);
  if (report?.healed !== undefined) {
    const { key, records, rows } = report.healed;
    lines.push(`The key ${key} has ${number(rows)} rows, made of ${number(records)} records.`);
  }
  if (report?.live !== undefined && state === 'done')
    lines.push(`Readers of ${projection} ask generation ${report.live} now.`);
  lines.push(...lastWords(kind, state, projection, generation));
  return `${lines.join('\n')}\n`;
}

function lastWords(
  kind: ShownOperation['kind'],
  state: ShownOperation['state'],
  name: string,
  generation: number | null,
): string[] {
  if (state === 'cancelled') return [`The ${kind} of ${name} was cancelled; the live generation is as it was.`];
  if (state !== 'different') return [];
  if (kind === 'verify') return [`${name} is not what its log says.`];
  return [
    `Generation ${generation} is ready, and differs from the live one; readers still ask the live one.`,
    `To take it all the same: longplay projections swap ${name} --accept-differences --reason "…"`,
    `To give it up:           longplay projections drop ${name}`,
  ];
}

function proofLines({ differences, tables, heldMs, trimmed, parked }: Proof): string[] {
  const rows = tables.reduce((sum, { live }) => sum + live, 0);
  const held = `appliers waited ${heldMs} ms`;
  const stale = parked === undefined ? [] : parkedLines(parked);
  if (differences === 0) return [`Compared row by row: no difference in ${number(rows)} rows; ${held}.`, ...stale];
  const note =
    trimmed.length === 0
      ? []
      : [`Of ${trimmed.join(', ')} old records were deleted by retention: rows of those cannot be made again.`];
  return [
    `Compared row by row: ${number(differences)} differences; ${held}.`,
    ...tables.flatMap(tableLines),
    ...note,
    ...stale,
  ];
}

/** Differences of these keys come of what could not be projected. */
function parkedLines({ live, other, samples }: NonNullable<Proof['parked']>): string[] {
  const keys = samples
    .slice(0, MOST_SAMPLES)
    .map(one => `    generation ${one.generation}: ${one.key ?? 'no usable key'} (${one.code})`);
  const counts = `${number(live)} records in the live one, ${number(other)} in the new one`;
  return [`Could not be projected: ${counts}; their keys show an older fact, or none.`, ...keys];
}

function tableLines(one: TableDifference): string[] {
  const { table, onlyLive, onlyOther, different, columns, columnsOnlyLive, columnsOnlyOther, samples } = one;
  if (onlyLive + onlyOther + different + columnsOnlyLive.length + columnsOnlyOther.length === 0) return [];
  const which = Object.entries(columns).map(([name, count]) => `${name} ${number(count)}`);
  const shape = [
    ...(columnsOnlyLive.length > 0 ? [`    only the live one has: ${columnsOnlyLive.join(', ')}`] : []),
    ...(columnsOnlyOther.length > 0 ? [`    only the new one has: ${columnsOnlyOther.join(', ')}`] : []),
  ];
  return [
    `  ${table}: ${number(onlyLive)} rows only in the live one, ${number(onlyOther)} only in the new one, ${number(different)} different${which.length > 0 ? ` (${which.join(', ')})` : ''}`,
    ...shape,
    ...samples.slice(0, MOST_SAMPLES).map(sampleLine),
    ...(samples.length > MOST_SAMPLES ? ['    …'] : []),
  ];
}

function sampleLine({ key, kind, columns }: Sample): string {
  const id = Object.values(key).join(' ');
  if (kind === 'only-live') return `    ${id}: only in the live one`;
  if (kind === 'only-other') return `    ${id}: only in the new one`;
  const values = Object.entries(columns).map(
    ([name, { live, other }]) => `${name} ${live ?? 'null'} → ${other ?? 'null'}`,
  );
  return `    ${id}: ${values.join('; ')}`;
}
