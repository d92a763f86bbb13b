import { LongplayError } from '../errors.ts';
import type { OutgoingRecord } from '../log/port.ts';
import { headerOf } from '../observe/tracing/records.ts';
import type { Processor, Values } from './definition.ts';
import type { Engine } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import { type Cause, type FoldContext, foldKey } from './fold.ts';
import { isUsableKey, shortened, unusableKey } from './items.ts';
import { factRecord, outcomeRecord, requestRecord } from './records.ts';

/** A fat event larger than this is worth a warning: some list in it grows. */
const LARGE_BYTES = 256 * 1024;
/** Beyond this a topic would refuse the record with its headers. */
const LARGEST_BYTES = 900 * 1024;

/** What some inputs of one key come to. */
export type KeyOutput<S extends FatEvent> = {
  readonly records: readonly OutgoingRecord[];
  /** The newest state, and its place among the records; null where it did not change. */
  readonly newest: { readonly state: S; readonly record: number; readonly value: Buffer } | null;
  readonly alarms: readonly { readonly key: string; readonly code: string }[];
};

export type Decider<S extends FatEvent, I extends Values, T extends Values> = {
  readonly engine: Engine;
  readonly processor: Processor<S, I, T>;
  readonly partition: number;
  readonly context: FoldContext<T>;
};

/** Decides these inputs of a key and makes the records of it. Throws where any of it fails, and leaves no trace. */
export function outputOf<S extends FatEvent, I extends Values, T extends Values>(
  { engine, processor, partition, context }: Decider<S, I, T>,
  key: string,
  before: S | null,
  causes: readonly Cause<I>[],
): KeyOutput<S> {
  const speaker = { engine, processor: processor.name };
  const folded = foldKey(processor, key, before, causes, context);
  const records: OutgoingRecord[] = [];
  let newest: KeyOutput<S>['newest'] = null;
  for (const fact of folded.facts) {
    if (!isUsableKey(key)) throw unusableKey(processor.name, key, named(causes));
    const record = factRecord(speaker, processor.owns, partition, key, fact);
    newest = { state: fact, record: records.length, value: record.value as Buffer };
    records.push(record);
  }
  for (const request of folded.requests) records.push(requestRecord(speaker, request));
  for (const outcome of folded.outcomes) records.push(outcomeRecord(speaker, key, outcome));
  for (const record of records) checkSize(engine, processor.name, key, record);
  return { records, newest, alarms: folded.alarms };
}

type Named = { readonly input: { readonly from: string }; readonly id: string };

export const named = (causes: readonly Named[]): string =>
  [
    ...causes.slice(0, 3).map(({ input, id }) => `${input.from} ${shortened(id)}`),
    ...(causes.length > 3 ? ['…'] : []),
  ].join(', ');

function checkSize(engine: Engine, processor: string, key: string, record: OutgoingRecord): void {
  const size = record.value?.length ?? 0;
  if (size <= LARGE_BYTES) return;
  if (size > LARGEST_BYTES) {
    const message = `${processor}: a record of ${key} to ${record.topic} has ${size} bytes.`;
    throw new LongplayError('LP_TASK_RECORD_TOO_LARGE', message);
  }
  const correlationId = headerOf(record.headers, 'ce_correlationid');
  engine.logger.warn(
    { processor, key, correlationId, size },
    `A record of ${processor} to ${record.topic} grows large.`,
  );
}
