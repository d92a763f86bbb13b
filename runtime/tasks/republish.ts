import { schemaIdIn } from '../codec/wire.ts';
import type { Operation } from '../hospital/operation.ts';
import { type Held, write } from './commit.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import { MAX_CAUSES } from './fold.ts';
import type { Decider, KeyOutput } from './output.ts';
import { factRecord } from './records.ts';
import type { TaskScope } from './scope.ts';
import { stepOf } from './step.ts';

/** Facts in one transaction, and bytes of them: one that takes long is aborted by the broker. */
const PART = 500;
const PART_BYTES = 4 * 1024 * 1024;

/**
 * Writes the newest fact of a key, or of every key, again: only its version and its event change (rule 7), and the
 * schema is today's. The last part is left to the caller's transaction, which has the operation's position: after a crash
 * before it all are written once more, which only changes versions again.
 */
export async function republish<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  { republish: asked, event }: Operation,
  now: number,
  last: ReturnType<typeof stepOf<S, I, T>>,
): Promise<void> {
  const { engine, processor, partition, signal } = scope;
  const { key: only, schemaIds } = asked as NonNullable<Operation['republish']>;
  const wanted = new Set(schemaIds);
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const key of only === null ? [...held.store.keys()] : [only]) {
    const value = held.store.get(key)?.value;
    if (value === undefined || (wanted.size > 0 && !wanted.has(schemaIdIn(value) ?? -1))) continue;
    bytes += value.length;
    if ((parts.at(-1) as string[]).length === PART || bytes > PART_BYTES) {
      parts.push([]);
      bytes = value.length;
    }
    parts.at(-1)?.push(key);
  }
  const decider: Decider<S, I, T> = { engine, processor, partition, context: { now, tables: held.tables } };
  for (const part of parts) {
    if (signal.aborted) throw signal.reason;
    const stateOf = await held.states.read(part);
    const building = part === parts.at(-1) ? last : stepOf(decider);
    for (const key of part) building.add(key, again(scope, key, stateOf(key) as S, event, now));
    if (building !== last) await write(scope, held, building.step, new Map(), now);
  }
}

function again<S extends FatEvent, I extends Values, T extends Values>(
  { engine, processor, partition }: TaskScope<S, I, T>,
  key: string,
  before: S,
  { id, actor }: Operation['event'],
  now: number,
): KeyOutput<S> {
  const version = before.version + 1;
  const causes = [...before.event.causes, id].slice(-MAX_CAUSES);
  const event = { ...before.event, id: `${processor.owns}/${key}/${version}`, time: now, causes, actor };
  const state: S = { ...before, version, event };
  const record = factRecord({ engine, processor: processor.name }, processor.owns, partition, key, state);
  return { records: [record], newest: { state, record: 0, value: record.value as Buffer }, alarms: [] };
}
