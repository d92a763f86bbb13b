import { type HospitalCase, isOpenCase } from '../../runtime/hospital/case.ts';
import type { Standing } from '../../runtime/hospital/standing.ts';
import type { KnownCase } from '../../runtime/hospital/treatment/case-book.ts';
import type { CaseGroup } from '../../runtime/hospital/treatment/groups.ts';
import { type Cells, printable, short, tableText, timeOf } from '../plain-text.ts';

/** Causes, each with its message below it. */
export function groupsText(groups: readonly CaseGroup[]): string {
  if (groups.length === 0) return 'No open case: nothing waits.\n';
  const header = ['GROUP', 'PROCESSOR', 'CODE', 'CASES', 'QUEUED', 'KEYS', 'FIRST SEEN', 'LAST SEEN', 'STATE'];
  const rows = groups.map(one => [
    one.group,
    one.processor,
    one.code,
    String(one.cases),
    String(one.queued),
    String(one.keysBlocked),
    timeOf(one.firstSeen),
    timeOf(one.lastSeen),
    one.retrying > 0 ? `${one.retrying} retrying` : one.transient ? 'retried by itself' : 'waits for you',
  ]);
  const [head, ...lines] = tableText(header, rows, new Set([3, 4, 5]))
    .trimEnd()
    .split('\n');
  const told = lines.flatMap((line, n) => {
    const { message, frame, example } = groups[n] as CaseGroup;
    return [line, `  ${printable(short(message, 160))}`, `  at ${printable(frame)}`, `  such as ${printable(example)}`];
  });
  return `${[head, ...told].join('\n')}\n`;
}

export function casesText(cases: readonly KnownCase[]): string {
  if (cases.length === 0) return 'No such case.\n';
  const rows = cases.map(({ one }) => [
    printable(one.caseId),
    one.status,
    printable(one.blockedKey ?? ''),
    String(one.attempts),
    timeOf(one.admittedAt),
    one.retryAt === null ? '' : timeOf(one.retryAt),
    printable(short(one.error?.message ?? (one.blockedBy === null ? '' : `behind ${one.blockedBy}`), 80)),
  ]);
  return tableText(['CASE', 'STATUS', 'KEY', 'ATTEMPTS', 'ADMITTED', 'NEXT RETRY', 'WHY'], rows, new Set([3]));
}

/** Tasks that stand still, and what is being retried. */
export function standingsText(
  all: readonly { readonly processor: string; readonly partition: number; readonly standing: Standing }[],
): string {
  const lines = all.flatMap(({ processor, partition, standing: { paused, breaker, retries } }) => {
    const task = `${processor}[${partition}]`;
    return [
      ...(paused === null
        ? []
        : [
            `${task} is paused since ${timeOf(paused.since)}${paused.until === null ? '' : ` until ${timeOf(paused.until)}`} by ${paused.actor?.id ?? 'nobody known'}: ${printable(paused.reason)}`,
          ]),
      ...(breaker === null
        ? []
        : [
            `${task} was stopped by the storm breaker at ${timeOf(breaker.since)}: ${breaker.failures} of ${breaker.decided} inputs failed, the last with ${breaker.code}: ${printable(short(breaker.message, 160))}`,
          ]),
      ...retries
        .filter(({ endedAt }) => endedAt === null)
        .map(
          one => `${task} retries group ${one.group}: ${one.healed} healed, ${one.back} back again, of ${one.total}`,
        ),
    ];
  });
  return lines.map(line => `${line}\n`).join('');
}

/** Everything of a case but its value. */
export function caseText({ one, partition }: KnownCase, queue: readonly KnownCase[]): string {
  const { record, effect, deadline, error } = one;
  const about =
    record !== null
      ? `record ${record.topic}[${record.partition}] at ${record.offset}, written ${timeOf(record.timestamp)}, schema ${record.schemaId ?? 'unknown'}`
      : effect !== null
        ? `effect ${effect.kind} ${effect.effectId}, attempt ${effect.attempt}, of ${effect.key}`
        : `deadline ${deadline?.name} of ${deadline?.key}, due ${timeOf(deadline?.due ?? null)}`;
  const rows: Cells[] = [
    ['case', one.caseId],
    ['status', one.status + (one.retryAt === null ? '' : `, next retry ${timeOf(one.retryAt)}`)],
    ['group', one.group],
    ['processor', `${one.processor} ${one.processorVersion}, partition ${partition}`],
    ['about', about],
    ['key', one.blockedKey ?? '(blocks nobody)'],
    ['admitted', `${timeOf(one.admittedAt)}, failed last ${timeOf(one.failedAt) || 'never'}, ${one.attempts} attempts`],
    ...(one.blockedBy === null ? [] : [['behind', one.blockedBy]]),
    ...(error === null
      ? []
      : [
          ['error', `${error.code}: ${error.message}`],
          ['at', error.frame],
        ]),
    ...(one.closedAt === null ? [] : [['closed', timeOf(one.closedAt)]]),
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  const lines = rows.map(([name = '', text = '']) => `${name.padEnd(width)}  ${printable(text)}`);
  if (record !== null) {
    for (const { name, value } of record.headers)
      lines.push(`header     ${name}: ${printable(value?.toString() ?? '')}`);
  }
  lines.push(...treatmentsOf(one));
  const behind = queue.filter(({ one: other }) => other.caseId !== one.caseId);
  if (isOpenCase(one) && behind.length > 0) {
    lines.push(`queue      ${behind.length} more of this key:`);
    for (const { one: other } of behind.slice(0, 10)) lines.push(`  ${printable(other.caseId)}  ${other.status}`);
    if (behind.length > 10) lines.push(`  and ${behind.length - 10} more`);
  }
  return `${lines.join('\n')}\n`;
}

const treatmentsOf = ({ treatments }: HospitalCase): string[] =>
  treatments.map(
    ({ at, action, actor, reason, result }) =>
      `treated    ${timeOf(at)} ${action} by ${actor?.id ?? 'the processor itself'}${reason === '' ? '' : ` (${printable(reason)})`}: ${result}`,
  );
