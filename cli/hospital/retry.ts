import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { openCaseBook, processorOf } from '../../runtime/hospital/treatment/case-book.ts';
import { operationsOf } from '../../runtime/tasks/ward.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { processorNames, processorsNamed } from '../up/streams.ts';
import { withHospital } from './shop.ts';
import { blockerOf, treatIn } from './treat.ts';

/** What is to be retried: one of the three. */
export type Chosen = {
  readonly caseId: string | null;
  readonly key: string | null;
  readonly group: string | null;
  /** Of the key or the group; null: whose it is is looked up. */
  readonly processor: string | null;
};

export type Retry = Chosen & {
  readonly reason: string;
  /** Cases a second, of a group; null: as the processor is set. */
  readonly perSecond: number | null;
  readonly patience: number;
  readonly json: boolean;
};

export function refuseUnlessOne({ caseId, key, group }: Chosen): void {
  if ([caseId, key, group].filter(one => one !== null).length === 1) return;
  throw new LongplayError('LP_CLI_USAGE', 'Name one of them: a case, --key or --group.');
}

/** Processors that the choice may be of. */
export function candidates({ caseId, processor }: Chosen): readonly string[] {
  if (caseId !== null) return processorsNamed([processorOf(caseId)]).map(({ name }) => name);
  return processor === null ? processorNames() : processorsNamed([processor]).map(({ name }) => name);
}

export async function retryCases(settings: Settings, retry: Retry, context: CliContext): Promise<ExitCode> {
  refuseUnlessOne(retry);
  const { caseId, key, group, reason, perSecond, ...waiting } = retry;
  const names = candidates(retry);
  return withHospital(settings, context, names.map(operationsOf), async shop => {
    const book = await openCaseBook(shop.connection, names);
    const order = (() => {
      if (caseId !== null) return { what: 'retry-case', caseId, reason } as const;
      if (key !== null) return { what: 'retry-key', processor: blockerOf(book, key), key, reason } as const;
      const processor = book.all().find(({ one }) => one.group === group)?.one.processor;
      if (processor === undefined) throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No case is of group ${group}.`);
      const rate = perSecond === null ? {} : { perSecond };
      return { what: 'retry-group', processor, group: group as string, reason, ...rate } as const;
    })();
    return treatIn(shop, book, { order, ...waiting }, context);
  });
}
