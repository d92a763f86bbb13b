import type { HospitalCase } from '../hospital/case.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import { type KeyedCause, shortened } from './items.ts';
import { type Decider, type KeyOutput, outputOf } from './output.ts';
import { recordOf } from './parking.ts';
import { longestPrefix } from './prefix.ts';
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

/** The key that these cases are of; empty where nobody can say. */
export const keyOf = <I extends Values>([first]: readonly Part<I>[]): string =>
  first?.of.blockedKey ?? first?.cause?.key ?? first?.of.effect?.key ?? '';

/** How many parts were decided, what they come to, from which state, and what stopped it; null: all were decided. */
export type DecidedParts<S extends FatEvent> = {
  readonly done: number;
  readonly before: S | null;
  readonly output: KeyOutput<S> | null;
  readonly failure: { readonly error: unknown } | null;
};

/** Decides parts of one key, in order, up to the first that fails. Leaves no trace. `stateOf`: throws where nobody can read it. */
export function decideParts<S extends FatEvent, I extends Values, T extends Values>(
  decider: Decider<S, I, T>,
  key: string,
  stateOf: () => S | null,
  parts: readonly Part<I>[],
): DecidedParts<S> {
  const broken = parts.find(part => part.error !== null);
  const sound = broken === undefined ? parts : parts.slice(0, parts.indexOf(broken));
  const { done, result, stopped } = longestPrefix(sound.length, n => {
    const before = stateOf();
    const causes = sound.slice(0, n).flatMap(part => part.cause?.cause ?? []);
    return { before, output: outputOf(decider, key, before, causes) };
  });
  const failure = stopped ?? (broken === undefined ? null : { error: broken.error });
  return { done, before: result?.before ?? null, output: result?.output ?? null, failure };
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
