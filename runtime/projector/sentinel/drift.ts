import type { Control } from '../generations.ts';
import type { TableDifference } from '../rebuild/report.ts';

type Samples = TableDifference['samples'];

/** What the sentinel saw: the rows of a part of the keys, made anew from the log, beside those that stand there. */
export type DriftLook = {
  readonly generation: number;
  /** Which of the parts of all keys. */
  readonly bucket: number;
  /** So many parts. */
  readonly buckets: number;
  readonly lookedAt: Date;
  readonly keys: number;
  readonly differences: number;
  readonly samples: Samples;
  /** Records were deleted from its topics, so a row of which the log has nothing was not counted as a difference. */
  readonly trimmed: boolean;
};

/** The last look of each part of a generation's keys, taken together. */
export type Drift = Omit<DriftLook, 'bucket' | 'lookedAt'> & {
  /** Parts that were looked at since the generation is live. */
  readonly seen: number;
  /** The last look. */
  readonly lookedAt: Date;
};

const MOST_SAMPLES = 20;

type DriftRow = Omit<DriftLook, 'lookedAt'> & { readonly looked_at: Date };

/** The last look of each part, of one generation. */
export async function looksOf({ sql, control }: Control, projection: string, generation: number): Promise<DriftLook[]> {
  const rows = await sql<DriftRow[]>`
    select generation, bucket, buckets, looked_at, keys, differences, samples, trimmed from ${sql(control)}.drift
    where projection = ${projection} and generation = ${generation} order by looked_at`;
  return rows.map(({ looked_at: lookedAt, ...row }) => ({ ...row, lookedAt }));
}

export async function driftOf(where: Control, projection: string, generation: number): Promise<Drift | null> {
  const looks = await looksOf(where, projection, generation);
  const last = looks.at(-1);
  if (last === undefined) return null;
  const sum = (each: (look: DriftLook) => number): number => looks.reduce((all, one) => all + each(one), 0);
  return {
    generation,
    buckets: last.buckets,
    seen: looks.length,
    lookedAt: last.lookedAt,
    keys: sum(one => one.keys),
    differences: sum(one => one.differences),
    samples: looks.flatMap(one => one.samples).slice(0, MOST_SAMPLES),
    trimmed: looks.some(one => one.trimmed),
  };
}

/** What was seen of another generation, or in other parts, says nothing any more. */
export async function noteDrift(
  { sql, control }: Control,
  projection: string,
  { generation, bucket, buckets, keys, differences, samples, trimmed }: Omit<DriftLook, 'lookedAt'>,
): Promise<void> {
  await sql`
    with other as (
      delete from ${sql(control)}.drift
      where projection = ${projection} and (generation <> ${generation} or buckets <> ${buckets}) and bucket <> ${bucket}
    )
    insert into ${sql(control)}.drift (projection, generation, bucket, buckets, keys, differences, samples, trimmed)
    values (${projection}, ${generation}, ${bucket}, ${buckets}, ${keys}, ${differences},
      ${JSON.stringify(samples)}::text::json, ${trimmed})
    on conflict (projection, bucket) do update set generation = excluded.generation, buckets = excluded.buckets,
      looked_at = now(), keys = excluded.keys, differences = excluded.differences, samples = excluded.samples,
      trimmed = excluded.trimmed`;
}
