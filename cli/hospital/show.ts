import { createCodec } from '../../runtime/codec/codec.ts';
import type { Reader } from '../../runtime/codec/reader.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { CaseRecord } from '../../runtime/hospital/case.ts';
import { openCaseBook, processorOf, queueOf } from '../../runtime/hospital/treatment/case-book.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { stateOf } from '../../runtime/tasks/dry-run.ts';
import type { Connection } from '../connect/connection.ts';
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

/** What a value says, read with the schema that it was written with. */
type Read = { readonly value: unknown } | { readonly undecodable: string; readonly bytes: string };

export async function showCase(settings: Settings, shown: CaseShown, context: CliContext): Promise<ExitCode> {
  const { caseId } = shown;
  const [processor] = processorsNamed([processorOf(caseId)]) as [Processor];
  return withHospital(settings, context, [], async ({ connection }) => {
    const book = await openCaseBook(connection, [processor.name], { bytesOf: one => one.caseId === caseId });
    const known = book.find(caseId);
    if (known === undefined) throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No case is named ${caseId}.`);
    const { record, blockedKey, effect, deadline } = known.one;
    const value = await readValue(connection, record);
    if (shown.value) {
      if (value === null || !('value' in value)) {
        context.stderr.write(`${value === null ? 'It has no value any more.' : value.undecodable}\n`);
        return exitCodes.no;
      }
      context.stdout.write(jsonOf(value.value));
      return exitCodes.done;
    }
    const key = blockedKey ?? effect?.key ?? deadline?.key ?? null;
    const state = key === null ? null : await stateOf(connection, processor, known.partition, key);
    const queue = queueOf(book.all(), known);
    if (shown.json) {
      const behind = queue.map(({ one }) => ({ caseId: one.caseId, status: one.status, admission: one.admission }));
      context.stdout.write(jsonOf({ ...known.one, taskPartition: known.partition, read: value, state, queue: behind }));
      return exitCodes.done;
    }
    const texts = [caseText(known, queue)];
    if (value !== null) texts.push('value' in value ? `value\n${jsonOf(value.value)}` : unreadText(value));
    if (key !== null) texts.push(state === null ? `state of ${key}: none\n` : `state of ${key}\n${jsonOf(state)}`);
    context.stdout.write(texts.join(''));
    return exitCodes.done;
  });
}

const unreadText = ({ undecodable, bytes }: { undecodable: string; bytes: string }): string =>
  `value      ${printable(undecodable)}\n           ${bytes}\n`;

/** As it was written; personal texts stay sealed. Null where the bytes went with the case's end. */
async function readValue({ registry }: Connection, record: CaseRecord | null): Promise<Read | null> {
  if (record === null || record.value === null) return null;
  const bytes = record.value.subarray(0, 1_024).toString('hex');
  try {
    if (record.schemaId === null) throw new Error(`These ${record.value.length} bytes name no schema.`);
    const reader: Reader<unknown> = createCodec({ schemas: registry }).reader(
      await registry.schemaById(record.schemaId),
    );
    await reader.prepare([record.value]);
    return { value: reader.decode(record.value) };
  } catch (error) {
    return { undecodable: error instanceof Error ? error.message : String(error), bytes };
  }
}
