import { setTimeout as sleep } from 'node:timers/promises';
import { factsOf, writeHistory } from '../../../bench/rebuild/orders.ts';
import { COMPACTABLE } from '../../../runtime/log/kafkajs/testing/compaction.ts';
import { kafkajsHarness } from '../../../runtime/log/kafkajs/testing/harness.ts';
import type { Log, Position } from '../../../runtime/log/port.ts';

/** Small segments, so that nearly all is in closed ones, and tombstones and markers that stay. */
export const settings = {
  ...COMPACTABLE,
  'min.cleanable.dirty.ratio': '0',
  'delete.retention.ms': '86400000',
  'segment.bytes': String(4 * 1_048_576),
};

const ABORTED = 200;
/** A segment is rolled by the first append after `segment.ms`. */
const ROLL_AFTER_MS = 1_200;
const CLEANED_WITHIN_MS = 180_000;

export type Written = {
  /** From the first offset to the end, over all partitions. */
  readonly offsets: number;
  /** How long the cleaner took after the last fact, s. */
  readonly cleanedIn: number;
};

/**
 * Facts of orders in transactions, of which each leaves a marker; a transaction that was aborted before them and one
 * after; tombstones; and then the broker's own cleaner, waited for until it has been through all of it.
 */
export async function writeCompacted(
  brokers: readonly string[],
  log: Log,
  topic: string,
  { events, keys }: { readonly events: number; readonly keys: number },
): Promise<Written> {
  const harness = kafkajsHarness({ brokers });
  try {
    await abort(harness, topic, keys);
    await writeHistory(log, topic, { events, keys, open: keys });
    const began = performance.now();
    await untilCleaned(log, topic);
    const cleanedIn = Math.round((performance.now() - began) / 1_000);
    await abort(harness, topic, keys);
    // That may close another segment: without this, the cleaner takes from it while the records are counted.
    await harness.endCleaning(topic);
    const offsets = (await log.admin.offsets(topic)).reduce((sum, { start, end }) => sum + Number(end - start), 0);
    return { offsets, cleanedIn };
  } finally {
    await harness.close();
  }
}

/** Later versions than all others: whoever took them for facts would show them. */
async function abort(harness: ReturnType<typeof kafkajsHarness>, topic: string, keys: number): Promise<void> {
  const fact = await factsOf(topic, keys);
  const foreign = await harness.foreign(`${topic}-aborted`);
  await begun(foreign);
  await foreign.append(Array.from({ length: Math.min(ABORTED, keys) }, (_, n) => fact(n + keys * 1_000_000)));
  await foreign.abort();
  await foreign.close();
}

/** A broker that has just come up makes its log of transactions first. */
async function begun(foreign: { begin(): Promise<void> }): Promise<void> {
  for (let n = 1; ; n++) {
    try {
      return await foreign.begin();
    } catch (error) {
      if (n === 100) throw error;
      await sleep(200);
    }
  }
}

/**
 * Waits until of a tombstone that stands twice at the end of each partition only the second one is left: the cleaner
 * goes through all that is older in the same pass.
 */
async function untilCleaned(log: Log, topic: string): Promise<void> {
  const writer = await log.writer();
  const marks: Position[] = (await log.admin.offsets(topic)).map(({ partition, end }) => ({
    topic,
    partition,
    offset: end,
  }));
  const append = (): Promise<unknown> =>
    writer.append(
      marks.map(({ partition }) => ({ topic, partition, key: Buffer.from(`mark-${partition}`), value: null })),
    );
  try {
    await append();
    await append();
    for (const end = Date.now() + CLEANED_WITHIN_MS; ; ) {
      await sleep(ROLL_AFTER_MS);
      await append();
      const left = await Promise.all(marks.map(mark => isThere(log, mark)));
      if (!left.includes(true)) return;
      if (Date.now() > end) throw new Error(`The cleaner did not get through ${topic} in time.`);
    }
  } finally {
    await writer.close();
  }
}

async function isThere(log: Log, at: Position): Promise<boolean> {
  for await (const { records } of log.readPartition({ from: at, until: at.offset + 1n })) {
    if (records.some(({ offset }) => offset === at.offset)) return true;
  }
  return false;
}
