import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { isOpenCase } from '../../runtime/hospital/case.ts';
import { type CaseBook, type KnownCase, openCaseBook, queueOf } from '../../runtime/hospital/treatment/case-book.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { type DryRun, dryRun } from '../../runtime/tasks/dry-run.ts';
import { realClock } from '../../runtime/tasks/engine.ts';
import { tableSource } from '../../runtime/tasks/tables.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import type { Connection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printable } from '../plain-text.ts';
import { processorNames, processorsNamed } from '../up/streams.ts';
import { jsonOf } from './json.ts';
import { type Chosen, candidates, refuseUnlessOne } from './retry.ts';
import { withHospital } from './shop.ts';

/** Cases of a key that are tried in a transaction, which a dry run tries as well. */
const MOST_CASES = 100;
/** Keys of a group that are tried. */
const MOST_KEYS = 20;

/** Says what a retry would do with this program, and does nothing of it. The answer is no where anything would fail. */
export async function tryDry(
  settings: Settings,
  { json, ...chosen }: Chosen & { readonly json: boolean },
  context: CliContext,
): Promise<ExitCode> {
  refuseUnlessOne(chosen);
  const names = candidates(chosen);
  const writes = processorsNamed(names).flatMap(({ name, owns, asks }) => [owns, ...asks, `${name}.outcomes`]);
  return withHospital(settings, context, [...new Set(writes)], async ({ connection }) => {
    const book = await openCaseBook(connection, names);
    const fronts = frontsOf(book, chosen);
    const wanted = new Set(
      fronts.flatMap(front => queueOf(book.all(), front).slice(0, MOST_CASES)).map(({ one }) => one.caseId),
    );
    const whole = await openCaseBook(connection, names, { bytesOf: ({ caseId }) => wanted.has(caseId) });
    const runs: DryRun[] = [];
    const tables = tableSource({
      log: connection.log,
      topicName: name => topicName(connection.prefix, name),
      reader: name => connection.wire.reader(name),
      logger: connection.logger,
    });
    try {
      for (const front of fronts.slice(0, MOST_KEYS)) runs.push(await one(connection, tables, whole, front));
    } finally {
      await tables.stop();
    }
    const more = Math.max(0, fronts.length - MOST_KEYS);
    const text = runs.map(textOf).join('\n') + (more > 0 ? `\nand ${more} keys more, which were not tried\n` : '');
    context.stdout.write(json ? jsonOf({ runs, notTried: more }) : text);
    return runs.every(({ cases }) => cases.every(({ would }) => would !== 'fail again'))
      ? exitCodes.done
      : exitCodes.no;
  });
}

/** The first case of each lane that is meant. */
function frontsOf(book: CaseBook, { caseId, key, group }: Chosen): readonly KnownCase[] {
  const all = book.all();
  if (caseId !== null) {
    const known = book.find(caseId);
    if (known === undefined) throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No case is named ${caseId}.`);
    if (!isOpenCase(known.one)) throw new LongplayError('LP_HOSPITAL_CASE_CLOSED', `${caseId} is ${known.one.status}.`);
    return queueOf(all, known).slice(0, 1);
  }
  const open = all.filter(({ one }) => isOpenCase(one));
  const meant = open.filter(({ one }) =>
    key === null ? one.group === group && one.error !== null : one.blockedKey === key,
  );
  if (meant.length === 0) {
    if (key !== null) throw new LongplayError('LP_HOSPITAL_KEY_FREE', `No case blocks ${key}.`);
    throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No open case is of group ${group}.`);
  }
  const fronts = meant.flatMap(known => queueOf(all, known).slice(0, 1));
  return [...new Map(fronts.map(front => [front.one.caseId, front])).values()];
}

async function one(
  { log, prefix, wire, logger }: Connection,
  tables: ReturnType<typeof tableSource>,
  book: CaseBook,
  front: KnownCase,
): Promise<DryRun> {
  const [processor] = processorsNamed([front.one.processor]) as [Processor];
  const blocked = new Set(
    book
      .all()
      .flatMap(({ one }) => (isOpenCase(one) && one.processor === processor.name ? (one.blockedKey ?? []) : [])),
  );
  return dryRun({
    engine: {
      log,
      prefix,
      wire,
      tables,
      runners: {},
      openStore: () => {
        throw new Error('A dry run keeps no state.');
      },
      processors: new Set(processorNames()),
      clock: realClock,
      logger,
      alarm: () => undefined,
    },
    processor,
    partition: front.partition,
    cases: queueOf(book.all(), front)
      .slice(0, MOST_CASES)
      .map(({ one }) => one),
    isBlocked: key => blocked.has(key),
  });
}

function textOf({ key, before, cases, records, effects, alarms }: DryRun): string {
  const lines = [`${printable(key)}: a dry run; nothing is written`];
  lines.push(before === null ? '  no state yet' : `  state: version ${before.version}`);
  for (const { caseId, would, error } of cases) {
    lines.push(`  ${printable(caseId)} would ${would}`);
    if (error !== null)
      lines.push(`    ${error.code}: ${printable(error.message)}`, `    at ${printable(error.frame)}`);
  }
  for (const { kind, topic, key: of, value } of records) {
    lines.push(`  ${kind} to ${topic} for ${printable(of)}`);
    lines.push(
      ...jsonOf(value)
        .trimEnd()
        .split('\n')
        .map(line => `    ${line}`),
    );
  }
  for (const { kind, id, attempt } of effects) lines.push(`  effect ${kind}: ${id}, attempt ${attempt}`);
  for (const code of alarms) lines.push(`  alarm ${code}`);
  return `${lines.join('\n')}\n`;
}
