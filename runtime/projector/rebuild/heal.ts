import { partitionFor } from '../../log/partitioner.ts';
import type { LogRecord, TopicPartition } from '../../log/port.ts';
import { topicName } from '../../topics/spec.ts';
import { apply, columnsOf } from '../apply.ts';
import { projectRecords } from '../changes.ts';
import { storedIn } from '../definition.ts';
import { countTotals } from '../totals.ts';
import type { Filled, RebuildOptions } from './context.ts';
import { type Held, holding, type Inside, idOf, positionsOf } from './hold.ts';
import type { Report } from './report.ts';

type Options = Pick<RebuildOptions, 'sql' | 'control' | 'prefix' | 'log'>;

/**
 * Makes the rows of one key anew, from all that the log has of it up to where the generation has read, also where what
 * stands there claims a later version. Everything is read before anybody is held, but for the last few records.
 */
export async function heal(options: Options, filled: Filled, key: string, signal: AbortSignal): Promise<Report> {
  const { log, prefix } = options;
  const { projection } = filled.code;
  const places = await Promise.all(
    projection.topics.map(async name => {
      const topic = topicName(prefix, name);
      const all = await log.admin.offsets(topic);
      const partition = partitionFor(Buffer.from(key), all.length);
      const { start, end } = all.find(one => one.partition === partition) ?? { start: 0n, end: 0n };
      return {
        topic,
        partition,
        start,
        end,
        records: await ofKey(options, { topic, partition }, key, start, end, signal),
      };
    }),
  );
  return await holding({ ...options, signal }, projection.name, async ({ session }, inside) => {
    const positions = await positionsOf(inside, filled);
    let records = 0;
    let rows = 0;
    for (const { topic, partition, end, records: read } of places) {
      const position = positions.get(idOf({ topic, partition }));
      if (position === undefined) continue;
      const rest =
        position.offset > end ? await ofKey(options, { topic, partition }, key, end, position.offset, signal) : [];
      const its = [...read, ...rest].filter(one => one.offset < position.offset);
      // A key stands in one of the topics; what the others know of it, which is nothing, must not delete its rows.
      if (its.length === 0 && places.length > 1) continue;
      records += its.length;
      rows += await replace({ ...inside, session }, filled, its, key, position);
    }
    return { healed: { key, records, rows } };
  });
}

async function replace(
  { sql, control, holder, session }: Options & Inside & Pick<Held, 'session'>,
  { generation, code }: Filled,
  records: readonly LogRecord[],
  key: string,
  { topic, partition, offset, epoch }: TopicPartition & { readonly offset: bigint; readonly epoch: number },
): Promise<number> {
  const { projection, reader } = code;
  await reader.prepare(records.map(one => one.value));
  const { changes, poison } = projectRecords(projection, reader, records);
  if (poison !== null) throw poison.cause;
  const columns = await columnsOf(sql, generation.schema, storedIn(projection).table);
  const { schema, number } = generation;
  const target = { sql, control, schema, generation: number, projection, columns, holder };
  // As if a tombstone had come before them: what stands there counts for nothing.
  const all = { deleted: [key], rows: changes.rows };
  await apply(target, all, { topic, partition, from: offset, to: offset, epoch, records: 0, repair: true });
  // Also where somebody has changed what its key had added, or a total.
  if (projection.kind === 'aggregate') await session.query(countTotals({ schema, projection }, partition));
  return changes.rows.length;
}

async function ofKey(
  { log }: Options,
  { topic, partition }: TopicPartition,
  key: string,
  start: bigint,
  until: bigint,
  signal: AbortSignal,
): Promise<LogRecord[]> {
  const wanted = Buffer.from(key);
  const found: LogRecord[] = [];
  for await (const { records } of log.readPartition({ from: { topic, partition, offset: start }, until, signal })) {
    for (const record of records) if (record.key?.equals(wanted) === true) found.push(record);
  }
  signal.throwIfAborted();
  return found;
}
