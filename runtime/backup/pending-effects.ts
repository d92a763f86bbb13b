import type { Reader } from '../codec/reader.ts';
import type { Log } from '../log/port.ts';
import type { Processor } from '../tasks/definition.ts';
import { topicOf, type Wire } from '../tasks/engine.ts';
import type { Owed } from '../tasks/owed.ts';

/** Facts whose effects are not answered yet, of every processor: something outside is being done, or about to be. */
export type PendingEffects = {
  /** Reads on to these ends, by full topic name and partition. */
  readTo(ends: ReadonlyMap<string, ReadonlyMap<number, bigint>>): Promise<void>;
  /** What is pending, a phrase for each processor. */
  told(): readonly string[];
};

export type PendingEffectsOptions = {
  readonly log: Log;
  readonly prefix: string;
  readonly wire: Pick<Wire, 'reader' | 'owed'>;
  readonly processors: readonly Pick<Processor, 'name' | 'owns'>[];
  readonly signal: AbortSignal;
};

type Followed = { next: bigint | null; readonly keys: Set<string> };

/** Follows the fact topics from their beginning; each call reads what is new. */
export function pendingEffects({ log, prefix, wire, processors, signal }: PendingEffectsOptions): PendingEffects {
  const followed = new Map<string, Followed>();

  const read = async (owns: string, partition: number, end: bigint): Promise<void> => {
    const topic = topicOf({ prefix }, owns);
    const id = `${topic}/${partition}`;
    const state = followed.get(id) ?? { next: null, keys: new Set() };
    followed.set(id, state);
    if (state.next !== null && state.next >= end) return;
    const start = (await log.admin.offsets(topic)).find(one => one.partition === partition)?.start ?? 0n;
    const offset = state.next === null || state.next < start ? start : state.next;
    const reader = wire.owed?.(owns) ?? (wire.reader(owns) as unknown as Reader<Owed>);
    for await (const batch of log.readPartition({ from: { topic, partition, offset }, until: end, signal })) {
      await reader.prepare(batch.records.map(record => record.value));
      for (const { key, value } of batch.records) {
        if (key === null) continue;
        const name = key.toString('utf8');
        if (value !== null && reader.decode(value).effects.length > 0) state.keys.add(name);
        else state.keys.delete(name);
      }
      state.next = batch.nextOffset;
    }
    signal.throwIfAborted();
  };

  return {
    readTo: async ends => {
      for (const { owns } of processors) {
        const partitions = ends.get(topicOf({ prefix }, owns)) ?? new Map<number, bigint>();
        await Promise.all([...partitions].map(([partition, end]) => read(owns, partition, end)));
      }
    },
    told: () =>
      processors.flatMap(({ name, owns }) => {
        const topic = topicOf({ prefix }, owns);
        const keys = [...followed].flatMap(([id, { keys }]) => (id.startsWith(`${topic}/`) ? [...keys] : []));
        return keys.length === 0 ? [] : [`${name} waits for effects of ${keys.length} keys, such as ${keys[0]}`];
      }),
  };
}
