import { LongplayError } from '../../errors.ts';
import type { TopicPartition } from '../../log/port.ts';
import type { Control } from '../generations.ts';
import type { Mover } from '../moving.ts';

/** Keeps that the storm breaker has stopped a partition, until somebody says that it may go on. */
export async function halt(
  { sql, control, generation, projection }: Mover,
  { topic, partition }: TopicPartition,
  reason: string,
): Promise<void> {
  await sql`
    insert into ${sql(control)}.halted (projection, generation, topic, partition, reason)
    values (${projection.name}, ${generation}, ${topic}, ${partition}, ${reason}) on conflict do nothing`;
}

/** @throws LP_PROJECTION_STORM where the storm breaker has stopped this partition. */
export async function refuseHalted({ sql, control, generation, projection }: Mover, partition: number): Promise<void> {
  const [halted] = await sql<{ reason: string }[]>`
    select reason from ${sql(control)}.halted
    where projection = ${projection.name} and generation = ${generation} and partition = ${partition} limit 1`;
  if (halted !== undefined) throw new LongplayError('LP_PROJECTION_STORM', halted.reason);
}

/** Lets all partitions go on; false where none was stopped. */
export async function letGoOn({ sql, control }: Control, projection: string): Promise<boolean> {
  const rows = await sql`delete from ${sql(control)}.halted where projection = ${projection} returning 1`;
  return rows.length > 0;
}
