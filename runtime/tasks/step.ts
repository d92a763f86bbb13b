import { LongplayError } from '../errors.ts';
import type { OutgoingRecord, Position } from '../log/port.ts';
import type { Processor, Values } from './definition.ts';
import type { Engine } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import { type Cause, type FoldContext, foldKey } from './fold.ts';
import { isOpen } from './owed.ts';
import { factRecord, outcomeRecord, requestRecord } from './records.ts';
import { poison } from './scope.ts';
import type { Change, StateStore } from './store/port.ts';

/** A fat event larger than this is worth a warning: some list in it grows. */
const LARGE_BYTES = 256 * 1024;
/** Beyond this a topic would refuse the record with its headers. */
const LARGEST_BYTES = 900 * 1024;
/** Longest key of a state, bytes: ids are short, and what is longer is somebody's mistake. */
const LONGEST_KEY_BYTES = 1_024;

export type KeyedCause<I extends Values> = { readonly key: string; readonly cause: Cause<I> };

/** What a batch of causes comes to: what is to be written, and what to remember once it was. */
export type Step<S extends FatEvent> = {
  readonly records: readonly OutgoingRecord[];
  /** The newest state of each key that changed. */
  readonly states: ReadonlyMap<string, { readonly state: S; readonly record: number; readonly value: Buffer }>;
  readonly alarms: readonly { readonly key: string; readonly code: string }[];
};

/**
 * Decides a batch, key by key, against the stored states. Writes nothing and changes nothing: whatever fails here
 * leaves the task as it was.
 */
export function decideBatch<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
  partition: number,
  stateOf: (key: string) => S | null,
  causes: readonly KeyedCause<I>[],
  context: FoldContext<T>,
): Step<S> {
  const speaker = { engine, processor: processor.name };
  const records: OutgoingRecord[] = [];
  const states = new Map<string, { state: S; record: number; value: Buffer }>();
  const alarms: { key: string; code: string }[] = [];
  const decide = (key: string, own: readonly Cause<I>[]): void => {
    const folded = foldKey(processor, key, stateOf(key), own, context);
    for (const fact of folded.facts) {
      checkKey(processor.name, key, own);
      const record = factRecord(speaker, processor.owns, partition, key, fact);
      checkSize(engine, processor.name, key, record);
      states.set(key, { state: fact, record: records.length, value: record.value as Buffer });
      records.push(record);
    }
    for (const request of folded.requests) records.push(requestRecord(speaker, request));
    for (const outcome of folded.outcomes) records.push(outcomeRecord(speaker, key, outcome));
    alarms.push(...folded.alarms);
  };
  for (const [key, list] of Map.groupBy(causes, one => one.key)) {
    const own = list.map(one => one.cause);
    try {
      decide(key, own);
    } catch (error) {
      throw poison(`${processor.name} cannot process ${shortened(key)} (${named(own)})`, error);
    }
  }
  return { records, states, alarms };
}

type Named = { readonly input: { readonly from: string }; readonly id: string };

function checkKey(processor: string, key: string, causes: readonly Named[]): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > 0 && bytes <= LONGEST_KEY_BYTES) return;
  throw new LongplayError(
    'LP_TASK_KEY_UNUSABLE',
    `${processor} cannot keep a state under a key of ${bytes} bytes: ${shortened(key)} (${named(causes)}).`,
  );
}

const shortened = (key: string): string => JSON.stringify(key.length > 64 ? `${key.slice(0, 64)}…` : key);

const named = (causes: readonly Named[]): string =>
  [
    ...causes.slice(0, 3).map(({ input, id }) => `${input.from} ${shortened(id)}`),
    ...(causes.length > 3 ? ['…'] : []),
  ].join(', ');

function checkSize(engine: Engine, processor: string, key: string, record: OutgoingRecord): void {
  const size = record.value?.length ?? 0;
  if (size > LARGEST_BYTES) {
    throw new LongplayError('LP_TASK_RECORD_TOO_LARGE', `${processor}: the fat event of ${key} has ${size} bytes.`);
  }
  if (size > LARGE_BYTES) engine.logger.warn({ processor, key, size }, `A fat event of ${processor} grows large.`);
}

/** Takes what was written into the store, in the order of the topic. */
export function applyStep<S extends FatEvent>(
  store: StateStore,
  step: Step<S>,
  written: readonly Position[],
  identity: { readonly clusterId: string; readonly topicId: string; readonly at: number },
): bigint | null {
  const changes: Change[] = [];
  let end: bigint | null = null;
  for (const [key, { state, record, value }] of step.states) {
    const { offset } = written[record] as Position;
    changes.push({ key, value, offset, open: isOpen(state) });
    if (end === null || offset >= end) end = offset + 1n;
  }
  if (end !== null) store.apply(changes, { ...identity, position: end });
  return end;
}
