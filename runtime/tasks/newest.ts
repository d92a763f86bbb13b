import type { Reader } from '../codec/reader.ts';
import type { Log, LogRecord } from '../log/port.ts';
import type { Processor } from './definition.ts';
import { type Engine, topicOf } from './engine.ts';
import type { FatEvent } from './fat-event.ts';

/** The newest record of a key in a partition; null where there is none. The whole partition is read for it. */
export async function newestOf(
  log: Pick<Log, 'admin' | 'readPartition'>,
  topic: string,
  partition: number,
  key: string,
): Promise<LogRecord | null> {
  const offsets = (await log.admin.offsets(topic)).find(one => one.partition === partition);
  const wanted = Buffer.from(key, 'utf8');
  let newest: LogRecord | null = null;
  const from = { topic, partition, offset: offsets?.start ?? 0n };
  for await (const { records } of log.readPartition({ from, until: offsets?.end ?? 0n })) {
    for (const record of records) if (record.key?.equals(wanted) === true) newest = record;
  }
  return newest;
}

/** The newest fact of a key, as its owner's topic has it; null where there is none. */
export async function stateOf(
  engine: Pick<Engine, 'prefix'> & {
    readonly log: Pick<Log, 'admin' | 'readPartition'>;
    readonly wire: Pick<Engine['wire'], 'reader'>;
  },
  { owns }: Pick<Processor, 'owns'>,
  partition: number,
  key: string,
): Promise<FatEvent | null> {
  const value = (await newestOf(engine.log, topicOf(engine, owns), partition, key))?.value ?? null;
  const reader = engine.wire.reader(owns) as unknown as Reader<FatEvent>;
  await reader.prepare([value]);
  return reader.decode(value);
}
