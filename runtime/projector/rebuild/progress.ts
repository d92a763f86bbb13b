import type { TopicPartition } from '../../log/port.ts';
import type { Control } from '../generations.ts';
import type { Run } from './context.ts';

/** How far the load of one partition is: offsets, and the records that really stand there. */
export type PartitionProgress = TopicPartition & {
  readonly start: bigint;
  readonly until: bigint;
  readonly saved: bigint;
  readonly savedRecords: number;
  readonly read: bigint;
  readonly records: number;
};

type Row = {
  topic: string;
  partition: number;
  start_offset: string;
  until_offset: string;
  saved_offset: string;
  saved_records: string;
  read_offset: string;
  read_records: string;
};

export async function progressOf({ sql, control }: Control, operation: number): Promise<PartitionProgress[]> {
  const rows = await sql<Row[]>`
    select * from ${sql(control)}.progress where operation = ${operation} order by topic, partition`;
  return rows.map(row => ({
    topic: row.topic,
    partition: row.partition,
    start: BigInt(row.start_offset),
    until: BigInt(row.until_offset),
    saved: BigInt(row.saved_offset),
    savedRecords: Number(row.saved_records),
    read: BigInt(row.read_offset),
    records: Number(row.read_records),
  }));
}

/** What was read and is not written yet; lost with the process, and counted again then. */
export async function noteRead(
  { sql, control, owner }: Control & Pick<Run, 'owner'>,
  operation: number,
  read: readonly (TopicPartition & { readonly offset: bigint; readonly records: number })[],
): Promise<void> {
  if (read.length === 0) return;
  const rows = read.map(({ topic, partition, offset, records }) => ({ topic, partition, o: String(offset), records }));
  await sql`
    update ${sql(control)}.progress as known set read_offset = fresh.o, read_records = fresh.records
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as fresh(topic text, partition int, o bigint, records bigint)
    where operation = ${operation} and known.topic = fresh.topic and known.partition = fresh.partition and exists (
      select from ${sql(control)}.operation where id = ${operation} and owner = ${owner} and finished_at is null)`;
}

/** The log has grown: up to where is to be loaded now. */
export async function extendProgress(
  { sql, control }: Control,
  operation: number,
  ends: readonly (TopicPartition & { readonly end: bigint })[],
): Promise<void> {
  const rows = ends.map(({ topic, partition, end }) => ({ topic, partition, e: String(end) }));
  await sql`
    update ${sql(control)}.progress as known set until_offset = greatest(until_offset, fresh.e)
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as fresh(topic text, partition int, e bigint)
    where operation = ${operation} and known.topic = fresh.topic and known.partition = fresh.partition`;
}

export type Amount = {
  readonly records: number;
  /** Records that there are, as far as one can tell: offsets have holes, so what is not read yet is reckoned by them. */
  readonly total: number;
  /** From 0 to 1; exactly 1 when everything is read, never before. */
  readonly share: number;
};

export function amountOf({ start, until, read, records }: PartitionProgress): Amount {
  const left = Number(until - read);
  if (left <= 0) return { records, total: records, share: 1 };
  const passed = Number(read - start);
  const density = passed > 0 ? records / passed : 1;
  const total = records + Math.max(1, Math.round(left * density));
  return { records, total, share: Math.min(records / total, 1 - Number.EPSILON) };
}

export function sumOf(parts: readonly PartitionProgress[]): Amount {
  const amounts = parts.map(amountOf);
  const records = amounts.reduce((sum, one) => sum + one.records, 0);
  const total = amounts.reduce((sum, one) => sum + one.total, 0);
  const done = amounts.every(({ share }) => share === 1);
  return { records, total, share: done ? 1 : Math.min(total === 0 ? 0 : records / total, 1 - Number.EPSILON) };
}
