import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import { LogError } from '../log/errors.ts';
import type { Log, OutgoingRecord, TransactionalWriter } from '../log/port.ts';
import type { TopicPart } from './manifest.ts';
import { imported, progressGroup, progressPosition } from './mark.ts';
import { outgoing, type Restoring } from './placing.ts';
import { recordsOf } from './verify.ts';

/** What one transaction takes at most: more gains nothing, and each must end within the broker's time for it. */
const MOST_RECORDS = 5_000;
const MOST_BYTES = 2 * 1_048_576;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** Failures without any progress in between, after which it is given up. */
const MOST_FAILURES = 20;

export type RefillOptions = {
  readonly log: Log;
  readonly prefix: string;
  readonly folder: string;
  readonly id: string;
  readonly part: TopicPart;
  readonly restoring: Restoring;
  readonly signal: AbortSignal;
  readonly onRecords: (records: number) => void;
};

/**
 * Writes a topic's records, from where the target says that it is. Each transaction holds records and the count of all
 * that are there: whatever ends this process, what is written next is what comes next (rule 6).
 */
export async function refillTopic(options: RefillOptions): Promise<void> {
  const { log, prefix, part, signal } = options;
  const writer = await log.transactionalWriter(`${prefix}-log-import-${part.name}`);
  let failures = 0;
  let furthest = -1;
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      signal.throwIfAborted();
      try {
        return await attempt(options, writer);
      } catch (error) {
        if (error instanceof LogError && error.kind === 'fenced') throw superseded(prefix, error);
        if (!(error instanceof LogError) || error.kind === 'fatal') throw error;
        const now = await imported(options, part.name);
        failures = now > furthest ? 1 : failures + 1;
        furthest = now;
        if (failures >= MOST_FAILURES) throw error;
        await sleep(pause, undefined, { signal });
      }
    }
  } finally {
    await writer.close().catch(() => undefined);
  }
}

async function attempt(options: RefillOptions, writer: TransactionalWriter): Promise<void> {
  const { prefix, folder, id, part, restoring, signal, onRecords } = options;
  await writer.fence();
  const group = progressGroup(prefix);
  await writer.settle({
    topics: [restoring.topic],
    positions: { group, of: [{ topic: restoring.topic, partition: 0 }] },
  });
  let there = await imported(options, part.name);
  let passed = 0;
  let batch: OutgoingRecord[] = [];
  let bytes = 0;

  const write = async (): Promise<void> => {
    if (batch.length === 0) return;
    const records = batch;
    batch = [];
    bytes = 0;
    there += records.length;
    await writer.transact({ records, positions: progressPosition(prefix, part.name, there, id) });
    onRecords(records.length);
  };

  for await (const { partition, records } of recordsOf(folder, part)) {
    for (const record of records) {
      passed += 1;
      if (passed <= there + batch.length) continue;
      const one = outgoing(record, partition, restoring);
      const value =
        one.value === null || restoring.recode === undefined ? one.value : await restoring.recode(one.value);
      batch.push({ ...one, value });
      bytes += (record.value?.length ?? 0) + (record.key?.length ?? 0);
      if (batch.length < MOST_RECORDS && bytes < MOST_BYTES) continue;
      signal.throwIfAborted();
      await write();
    }
  }
  await write();
  // Waits until the markers of the last one are written: the ends are read afterwards.
  await writer.fence();
}

const superseded = (prefix: string, cause: unknown): LongplayError =>
  new LongplayError('LP_RESTORE_SUPERSEDED', `Another process imports into ${prefix}.`, { cause });
