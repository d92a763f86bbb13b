import type { Reader } from '../codec/reader.ts';
import type { Operation, Rejection } from '../hospital/operation.ts';
import type { Held } from './commit.ts';
import type { Values } from './definition.ts';
import type { FatEvent, Transition } from './fat-event.ts';
import { MAX_CAUSES, withHistory } from './fold.ts';
import type { KeyOutput } from './output.ts';
import { factRecord } from './records.ts';
import { isPassing, type TaskScope } from './scope.ts';

export type Repaired<S extends FatEvent> =
  | { readonly output: KeyOutput<S>; readonly version: number }
  | { readonly rejection: Rejection };

/** The owner writes what an operator has given as the key's next fact, if the version that was looked at still is. */
export async function repair<S extends FatEvent, I extends Values, T extends Values>(
  { engine, processor, partition }: TaskScope<S, I, T>,
  held: Held<S, T>,
  { repair: given, event, reason }: Operation,
  now: number,
): Promise<Repaired<S>> {
  const { key, restsOnVersion, value } = given as NonNullable<Operation['repair']>;
  const reader = engine.wire.reader(processor.owns) as unknown as Reader<S>;
  const stored = held.store.get(key);
  if (stored === undefined) return { rejection: 'fact-unknown' };
  await reader.prepare([value, stored.value]);
  let draft: S;
  let before: S;
  try {
    draft = reader.decode(value);
    before = reader.decode(stored.value);
  } catch (error) {
    if (isPassing(error)) throw error;
    return { rejection: 'value-unreadable' };
  }
  if (before.version !== restsOnVersion) return { rejection: 'version-changed' };
  const version = before.version + 1;
  const entry: Transition = { what: 'REPAIRED', at: now, cause: event.id, version, reason, actor: event.actor };
  const state: S = {
    ...draft,
    version,
    event: {
      id: `${processor.owns}/${key}/${version}`,
      type: `longplay.${processor.entity}.repaired`,
      time: now,
      causes: [...before.event.causes, event.id].slice(-MAX_CAUSES),
      correlationId: before.event.correlationId,
      actor: event.actor,
    },
    ...withHistory(processor, before, [entry]),
  };
  const record = factRecord({ engine, processor: processor.name }, processor.owns, partition, key, state);
  const { correlationId } = state.event;
  const about = { processor: processor.name, key, correlationId, version, reason };
  engine.logger.info(about, `A fact of ${processor.name} was repaired.`);
  return {
    version,
    output: { records: [record], newest: { state, record: 0, value: record.value as Buffer }, alarms: [] },
  };
}
