import { setTimeout as sleep } from 'node:timers/promises';
import type { Reader } from '../../codec/reader.ts';
import { topicOf } from '../../tasks/engine.ts';
import type { CaseSource } from './ward-topics.ts';

/** What a processor answered to an operation. */
export type Answered = { readonly requestId: string; readonly accepted: boolean; readonly reason: string | null };

const LOOK_EVERY_MS = 100;

/** Begins to listen to a processor's outcomes; whoever asks does it before it asks. */
export async function outcomesFrom({ log, prefix, wire }: CaseSource, processor: string) {
  const topic = topicOf({ prefix }, `${processor}.outcomes`);
  const reader = wire.reader(`${processor}.outcomes`) as unknown as Reader<{
    readonly requestId: string;
    readonly answer: string;
    readonly reason: string | null;
  }>;
  const next = new Map((await log.admin.offsets(topic)).map(({ partition, end }) => [partition, end]));
  const answered = new Map<string, Answered>();

  const look = async (): Promise<void> => {
    for (const { partition, end } of await log.admin.offsets(topic)) {
      const offset = next.get(partition) ?? 0n;
      if (offset >= end) continue;
      for await (const batch of log.readPartition({ from: { topic, partition, offset }, until: end })) {
        await reader.prepare(batch.records.map(({ value }) => value));
        for (const { value } of batch.records) {
          const one = value === null ? null : reader.decode(value);
          if (one === null) continue;
          const { requestId, answer, reason } = one;
          answered.set(requestId, { requestId, accepted: answer === 'ACCEPTED', reason });
        }
        next.set(partition, batch.nextOffset);
      }
    }
  };

  return {
    /** The answers that came within `patience` ms, in no order. */
    of: async (ids: readonly string[], patience: number, signal?: AbortSignal): Promise<readonly Answered[]> => {
      const until = performance.now() + patience;
      for (;;) {
        await look();
        const found = ids.flatMap(id => answered.get(id) ?? []);
        if (found.length === ids.length || performance.now() >= until || signal?.aborted) return found;
        await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
