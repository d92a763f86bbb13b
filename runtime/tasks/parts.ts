import type { HospitalCase } from '../hospital/case.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import { type KeyedCause, shortened } from './items.ts';
import { recordOf } from './parking.ts';
import { recordItem } from './records.ts';
import { isPassing, type TaskScope } from './scope.ts';

/** A case as an input again; without a cause it is asked again outside: a deadline fires, an effect runs. */
export type Part<I extends Values> = {
  readonly of: HospitalCase;
  readonly cause: KeyedCause<I> | null;
  readonly error: unknown;
};

/** A passing failure is thrown: nothing is known of the case then. */
export async function partsOf<S extends FatEvent, I extends Values, T extends Values>(
  { engine, processor }: Pick<TaskScope<S, I, T>, 'engine' | 'processor'>,
  isBlocked: (key: string) => boolean,
  list: readonly HospitalCase[],
): Promise<Part<I>[]> {
  const parts: Part<I>[] = [];
  for (const of of list) {
    const none = { of, cause: null, error: null };
    if (of.record === null) {
      parts.push(of.blockedKey === null ? againOf(isBlocked, of) : none);
      continue;
    }
    try {
      const { topic, value } = of.record;
      if (!processor.reads.includes(topic)) throw new Error(`${processor.name} does not read ${topic} any more.`);
      await engine.wire.reader(topic).prepare([value]);
      const item = recordItem(engine, processor, topic, recordOf(of.record));
      if (item === null) parts.push(none);
      else if ('error' in item) parts.push({ of, cause: null, error: item.error });
      else if (of.blockedKey === null && isBlocked(item.key)) throw keyBlocked(item.key);
      else parts.push({ of, cause: item, error: null });
    } catch (error) {
      if (isPassing(error)) throw error;
      parts.push({ of, cause: null, error });
    }
  }
  return parts;
}

/** A step that was refused is decided anew. Behind a case of its key it would be out of order. */
function againOf<I extends Values>(isBlocked: (key: string) => boolean, of: HospitalCase): Part<I> {
  const { key, effectId } = of.effect as NonNullable<HospitalCase['effect']>;
  if (isBlocked(key)) return { of, cause: null, error: keyBlocked(key) };
  const attempt = of.attempts;
  const input = { from: 'again', key, effectId, attempt } as const;
  const { correlationId } = of.event;
  const id = `${of.caseId}/${attempt}`;
  return { of, cause: { key, cause: { input, id, correlationId, actor: null }, arrival: null }, error: null };
}

/** It had no usable key by the rules of the version that parked it. */
const keyBlocked = (key: string): Error => new Error(`Its key ${shortened(key)} waits behind another case.`);
