import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { openCaseBook, processorOf, queueOf } from '../../runtime/hospital/treatment/case-book.ts';
import { type CaseContent, contentOf, type Unread } from '../../runtime/hospital/treatment/content.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printable } from '../plain-text.ts';
import { processorsNamed } from '../up/streams.ts';
import { jsonOf } from './json.ts';
import { withHospital } from './shop.ts';
import { caseText } from './text.ts';

export type CaseShown = {
  readonly caseId: string;
  /** Only the value, to be edited. */
  readonly value: boolean;
  readonly json: boolean;
};

export async function showCase(settings: Settings, shown: CaseShown, context: CliContext): Promise<ExitCode> {
  const { caseId } = shown;
  const [processor] = processorsNamed([processorOf(caseId)]) as [Processor];
  return withHospital(settings, context, [], async ({ connection }) => {
    const book = await openCaseBook(connection, [processor.name], { bytesOf: one => one.caseId === caseId });
    const known = book.find(caseId);
    if (known === undefined) throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No case is named ${caseId}.`);
    const content = await contentOf(
      { ...connection, schemas: connection.registry },
      processor,
      known.partition,
      known.one,
    );
    const { read, key, state } = content;
    if (shown.value) {
      if (read === null || !('value' in read)) {
        context.stderr.write(`${read === null ? 'It has no value any more.' : read.undecodable}\n`);
        return exitCodes.no;
      }
      context.stdout.write(jsonOf(read.value));
      return exitCodes.done;
    }
    const queue = queueOf(book.all(), known);
    if (shown.json) {
      const behind = queue.map(({ one }) => ({ caseId: one.caseId, status: one.status, admission: one.admission }));
      context.stdout.write(jsonOf({ ...known.one, taskPartition: known.partition, read, state, queue: behind }));
      return exitCodes.done;
    }
    const texts = [caseText(known, queue)];
    if (read !== null) texts.push('value' in read ? `value\n${jsonOf(read.value)}` : unreadText('value', read));
    if (key !== null) texts.push(stateText(key, state));
    context.stdout.write(texts.join(''));
    return exitCodes.done;
  });
}

/** Bytes that are printed. */
const MOST_BYTES = 1_024;

const unreadText = (what: string, { undecodable, bytes }: Unread): string =>
  `${what.padEnd(9)}  ${printable(undecodable)}\n           ${bytes.subarray(0, MOST_BYTES).toString('hex')}\n`;

function stateText(key: string, state: CaseContent['state']): string {
  const name = `state of ${printable(key)}`;
  if (state === null) return `${name}: none\n`;
  return 'undecodable' in state ? unreadText(name, state) : `${name}\n${jsonOf(state)}`;
}
