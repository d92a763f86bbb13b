import type { Settings } from '../../runtime/config/settings.ts';
import { isOpenCase } from '../../runtime/hospital/case.ts';
import { isHalted, isRunning } from '../../runtime/hospital/standing.ts';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { groupsOf } from '../../runtime/hospital/treatment/groups.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { processorNames, processorsNamed } from '../up/streams.ts';
import { jsonOf } from './json.ts';
import { withHospital } from './shop.ts';
import { casesText, groupsText, standingsText } from './text.ts';

export type CaseList = {
  readonly processor: string | null;
  readonly group: string | null;
  readonly key: string | null;
  /** Cases one by one, not by cause. */
  readonly cases: boolean;
  /** Closed ones too. */
  readonly closed: boolean;
  readonly limit: number;
  readonly json: boolean;
};

/** Prints what waits. The answer is no where a case is open or a task stands still. */
export async function listCases(settings: Settings, list: CaseList, context: CliContext): Promise<ExitCode> {
  const names = list.processor === null ? processorNames() : processorsNamed([list.processor]).map(({ name }) => name);
  return withHospital(settings, context, [], async ({ connection }) => {
    const book = await openCaseBook(connection, names);
    const found = book
      .all()
      .filter(({ one }) => list.closed || isOpenCase(one))
      .filter(({ one }) => list.group === null || one.group === list.group)
      .filter(({ one }) => list.key === null || one.blockedKey === list.key)
      .sort((left, right) => (left.one.admittedAt ?? 0) - (right.one.admittedAt ?? 0));
    const tasks = book.standings().filter(({ standing }) => isHalted(standing) || standing.retries.some(isRunning));
    const single = list.cases || list.closed || list.group !== null || list.key !== null;
    const groups = groupsOf(found);
    const shown = found.slice(0, list.limit);
    if (list.json) {
      const cases = shown.map(({ one, partition }) => ({ ...one, taskPartition: partition }));
      context.stdout.write(jsonOf(single ? { tasks, total: found.length, cases } : { tasks, groups }));
    } else {
      context.stdout.write(standingsText(tasks) + (single ? casesText(shown) : groupsText(groups)));
      if (single && shown.length < found.length) {
        context.stdout.write(`and ${found.length - shown.length} more (--limit ${found.length} shows all)\n`);
      }
    }
    const isWell = !found.some(({ one }) => isOpenCase(one)) && !tasks.some(({ standing }) => isHalted(standing));
    return isWell ? exitCodes.done : exitCodes.no;
  });
}
