import type { Mover } from './moving.ts';

/** Whether nobody has to feed this generation any more. */
export async function isRetired({ sql, control, generation, projection }: Mover): Promise<boolean> {
  const [fed] = await sql`
    select from ${sql(control)}.generation where projection = ${projection.name} and number = ${generation}
      and state <> 'dropping'`;
  return fed === undefined;
}

/** Keeps why a partition stands still beside its position, for whoever asks, also once this process has ended. */
export async function noteError(
  { sql, control, generation, projection }: Mover,
  { topics, partition }: { readonly topics: readonly string[]; readonly partition: number },
  reason: unknown,
): Promise<void> {
  const text = reason === null ? null : reason instanceof Error ? reason.message : String(reason);
  await sql`
    update ${sql(control)}.position set error = ${text}, error_at = ${text === null ? null : sql`now()`}
    where projection = ${projection.name} and generation = ${generation} and topic in ${sql([...topics])}
      and partition = ${partition}`;
}
