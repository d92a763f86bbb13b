import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { openCaseBook, processorOf } from '../../runtime/hospital/treatment/case-book.ts';
import { orderedValue } from '../../runtime/hospital/treatment/orders.ts';
import { operationsOf } from '../../runtime/tasks/ward.ts';
import { topics } from '../../schemas/topics.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { processorsNamed } from '../up/streams.ts';
import { withHospital } from './shop.ts';
import { treatIn } from './treat.ts';
import { valueIn } from './value-file.ts';

export type Edit = {
  readonly caseId: string;
  /** Path of a file with the new value as JSON. */
  readonly file: string;
  readonly reason: string;
  readonly patience: number;
  readonly json: boolean;
};

/** Replaces the value of a request that is parked, by one that fits the topic's schema, and retries it. */
export async function editCase(settings: Settings, edit: Edit, context: CliContext): Promise<ExitCode> {
  const { caseId, file, reason, ...waiting } = edit;
  const name = processorOf(caseId);
  const [processor] = processorsNamed([name]);
  const given = await valueIn(file);
  const requests = (processor?.reads ?? []).filter(read => topics.find(one => one.name === read)?.kind === 'requests');
  return withHospital(settings, context, [operationsOf(name), ...requests], async shop => {
    const { wire } = shop.connection;
    const book = await openCaseBook(shop.connection, [name]);
    const topic = book.find(caseId)?.one.record?.topic ?? '';
    if (book.find(caseId) !== undefined && !requests.includes(topic)) {
      throw new LongplayError('LP_CLI_USAGE', `${caseId} is no request: only requests are edited.`, {
        remedy: 'A wrong fact is repaired by the processor that owns it; see docs/guide/an-order-is-stuck.md.',
      });
    }
    const value = topic === '' ? Buffer.alloc(0) : orderedValue(topic, () => wire.writer(topic).encode(given));
    return treatIn(shop, book, { order: { what: 'edit', caseId, value, reason }, ...waiting }, context);
  });
}
