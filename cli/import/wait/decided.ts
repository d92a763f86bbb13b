import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../../../runtime/log/port.ts';
import { groupOf, topicOf } from '../../../runtime/tasks/engine.ts';
import type { Outcome } from '../../../schemas/types/outcomes.ts';
import { patiently } from '../../tail/patiently.ts';
import type { Shop } from '../known.ts';

const LOOK_EVERY_MS = 100;

export type Asked = {
  readonly processor: string;
  /** Without the prefix. */
  readonly requestTopic: string;
  /** Offset of the newest request, by partition. */
  readonly newest: ReadonlyMap<number, bigint>;
};

/**
 * Waits until the processor has decided all of these requests: it commits its position together with what it decided.
 * `onLook` hears how many it has not reached yet.
 */
export async function untilDecided(
  { log, prefix, logger }: Shop,
  { processor, requestTopic, newest }: Asked,
  signal: AbortSignal,
  onLook: (left: number) => void,
): Promise<void> {
  const topic = topicOf({ prefix }, requestTopic);
  const group = groupOf({ prefix }, processor);
  for (;;) {
    const committed = await patiently(`Asking how far ${processor} is`, { signal, logger }, () =>
      log.admin.committed(group, [topic]),
    );
    let left = 0;
    for (const [partition, offset] of newest) {
      const position = committed.find(one => one.partition === partition)?.offset ?? 0n;
      if (position <= offset) left += Number(offset + 1n - position);
    }
    onLook(left);
    if (left === 0) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Where the outcomes of a processor end now: those of later requests come behind. */
export const endOfOutcomes = ({ log, prefix, logger }: Shop, processor: string, signal: AbortSignal) =>
  patiently(`Finding the outcomes of ${processor}`, { signal, logger }, async () =>
    (await log.admin.offsets(topicOf({ prefix }, `${processor}.outcomes`))).map(
      ({ topic, partition, end }): Position => ({ topic, partition, offset: end }),
    ),
  );

/** Every outcome from there to now. */
export async function readOutcomes(
  { log, wire, logger }: Shop,
  processor: string,
  from: readonly Position[],
  signal: AbortSignal,
  take: (outcome: Outcome) => Promise<void>,
): Promise<void> {
  const reader = wire.reader(`${processor}.outcomes`);
  for (const begin of from) {
    const { topic, partition } = begin;
    let position = begin.offset;
    await patiently(`Reading ${topic}[${partition}]`, { signal, logger }, async () => {
      // What is committed may not be readable yet, so that the end of the readable records is too early an end.
      const until =
        (await log.admin.offsets(topic)).find(one => one.partition === partition)?.highWatermark ?? position;
      for await (const batch of log.readPartition({ from: { ...begin, offset: position }, until, signal })) {
        await reader.prepare(batch.records.map(record => record.value));
        for (const { value } of batch.records)
          if (value !== null) await take(reader.decode(value) as unknown as Outcome);
        position = batch.nextOffset;
      }
      signal.throwIfAborted();
    });
  }
}
