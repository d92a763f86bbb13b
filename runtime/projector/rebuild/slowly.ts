import type { StormBreaker } from '../parked/storm.ts';
import { storedPositions } from '../positions.ts';
import type { Filled, Run } from './context.ts';
import { applyTo } from './hold.ts';
import type { PartitionProgress } from './progress.ts';

/** So much is applied at a time, offsets, before it is looked whether the record that stopped the load is behind. */
const STEP = 5_000n;

/**
 * Loads on as a worker applies, record by record where it must be: over a record that cannot be projected, which becomes
 * a case of the new generation. A bulk load cannot do that: it knows only what is newest of each key, and where that
 * cannot be projected, what is shown is the fact before. `past`: at least so far.
 */
export async function loadSlowly(
  run: Run,
  filled: Filled,
  { topic, partition, until }: PartitionProgress,
  past: bigint,
  breaker: StormBreaker,
): Promise<void> {
  const { sql, control, operation, signal } = run;
  const { generation, code } = filled;
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    const stored = await storedPositions(sql, control, code.projection.name, partition, generation.number);
    const at = stored.find(one => one.topic === topic);
    if (at === undefined) throw new Error(`The rebuild has no position of ${topic}[${partition}].`);
    const from = at.offset;
    if (from >= until || (failures > 0 && from >= past)) return;
    const to = from + STEP < until ? from + STEP : until;
    const before = at.applied;
    failures += await applyTo(run, filled, at, to, signal, breaker);
    signal.throwIfAborted();
    await sql`
      update ${sql(control)}.progress as known
      set saved_offset = p.position, read_offset = p.position,
        saved_records = known.saved_records + p.applied - ${String(before)},
        read_records = known.saved_records + p.applied - ${String(before)}
      from ${sql(control)}.position as p
      where known.operation = ${operation.id} and known.topic = ${topic} and known.partition = ${partition}
        and p.projection = ${code.projection.name} and p.generation = ${generation.number}
        and p.topic = known.topic and p.partition = known.partition`;
  }
}
