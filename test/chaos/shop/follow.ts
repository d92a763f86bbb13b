import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../cli/connect/connection.ts';
import type { LogRecord } from '../../../runtime/log/port.ts';

/** A topic of the shop, by its name without the prefix. */
export type Source = Pick<Connection, 'log' | 'wire' | 'prefix'>;

const PAUSE_MS = 300;

/** Follows a topic from its start, read_committed, through whatever befalls the broker. */
export async function follow(
  { log, wire, prefix }: Source,
  name: string,
  signal: AbortSignal,
  seen: (record: LogRecord) => void,
): Promise<void> {
  const topic = `${prefix}.${name}`;
  const reader = wire.reader(name);
  const followPartition = async (partition: number, start: bigint): Promise<void> => {
    let offset = start;
    while (!signal.aborted) {
      try {
        for await (const batch of log.readPartition({ from: { topic, partition, offset }, until: null, signal })) {
          await reader.prepare(batch.records.map(record => record.value));
          for (const record of batch.records) seen(record);
          offset = batch.nextOffset;
        }
      } catch (error) {
        const { kind } = error as { kind?: string };
        if (kind === undefined || kind === 'fatal') throw error;
        await sleep(PAUSE_MS);
      }
    }
  };
  const partitions = await log.admin.offsets(topic);
  await Promise.all(partitions.map(({ partition, start }) => followPartition(partition, start)));
}

/** Every record of a topic, partition by partition, up to its end as it is now. */
export async function readAll(
  { log, prefix }: Pick<Source, 'log' | 'prefix'>,
  name: string,
  visit: (record: LogRecord) => void,
): Promise<void> {
  for (const { topic, partition, start } of await log.admin.offsets(`${prefix}.${name}`)) {
    for await (const { records } of log.readPartition({ from: { topic, partition, offset: start } })) {
      for (const record of records) visit(record);
    }
  }
}
