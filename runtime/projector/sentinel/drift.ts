import type { Control } from '../generations.ts';
import type { TableDifference } from '../rebuild/report.ts';

/** What the sentinel saw: the rows of a part of the keys, made anew from the log, beside those that stand there. */
export type DriftLook = {
  readonly generation: number;
  /** Which of the parts of all keys. */
  readonly bucket: number;
  readonly lookedAt: Date;
  readonly keys: number;
  readonly differences: number;
  readonly samples: TableDifference['samples'];
};

type Row = {
  generation: number;
  bucket: number;
  looked_at: Date;
  keys: number;
  differences: number;
  samples: TableDifference['samples'];
};

export async function lastDrift({ sql, control }: Control, projection: string): Promise<DriftLook | null> {
  const [row] = await sql<Row[]>`select * from ${sql(control)}.drift where projection = ${projection}`;
  if (row === undefined) return null;
  const { generation, bucket, looked_at: lookedAt, keys, differences, samples } = row;
  return { generation, bucket, lookedAt, keys, differences, samples };
}

export async function noteDrift(
  { sql, control }: Control,
  projection: string,
  { generation, bucket, keys, differences, samples }: Omit<DriftLook, 'lookedAt'>,
): Promise<void> {
  await sql`
    insert into ${sql(control)}.drift (projection, generation, bucket, keys, differences, samples)
    values (${projection}, ${generation}, ${bucket}, ${keys}, ${differences}, ${JSON.stringify(samples)}::text::json)
    on conflict (projection) do update set generation = excluded.generation, bucket = excluded.bucket,
      looked_at = now(), keys = excluded.keys, differences = excluded.differences, samples = excluded.samples`;
}
