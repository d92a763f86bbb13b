import { type Held, write } from './commit.ts';
import type { Values } from './definition.ts';
import { topicOf } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import type { TaskScope } from './scope.ts';
import { hospitalOf, type Ward } from './ward.ts';

/** Tombstones in one transaction. */
const PART = 100;

/** When the first closed case may go; null where there is none. */
export function sweepTime({ closed }: Ward, keepClosed: number): number | null {
  let first = Number.POSITIVE_INFINITY;
  for (const at of closed.values()) if (at < first) first = at;
  return closed.size === 0 ? null : first + keepClosed;
}

/** Writes tombstones for cases that were closed before `before`, some at a time; answers how many. */
export async function sweep<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  ward: Ward,
  before: number,
  now: number,
): Promise<number> {
  const { engine, processor, partition } = scope;
  const old = [...ward.closed]
    .filter(([, at]) => at <= before)
    .slice(0, PART)
    .map(([caseId]) => caseId);
  if (old.length === 0) return 0;
  const topic = topicOf(engine, hospitalOf(processor.name));
  const records = old.map(caseId => ({ topic, partition, key: Buffer.from(caseId), value: null, timestamp: now }));
  const cases = old.map((caseId, record) => ({ caseId, value: null, bytes: null, record }));
  await write(scope, held, { records, states: new Map(), cases, alarms: [] }, new Map(), now);
  return old.length;
}
