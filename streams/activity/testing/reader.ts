import { foldKey } from '../../../runtime/tasks/fold.ts';
import { START } from '../../../runtime/tasks/testing/given.ts';
import type { CustomerActivity } from '../../../schemas/types/customer-activity.ts';
import type { OrderActivity } from '../../../schemas/types/order-activity.ts';
import { event } from '../../testing/records.ts';
import { activity } from '../processor.ts';
import type { Fact } from './journeys.ts';

export type Reader = {
  state: OrderActivity | null;
  readonly passed: { readonly id: string; readonly value: CustomerActivity }[];
};

export const startReader = (): Reader => ({ state: null, passed: [] });

let read = 0;

/** Decides these as one batch. Each under an id of its own, so that the decision has to notice what comes again. */
export function readTo(reader: Reader, batch: readonly Fact[]): void {
  const causes = batch.map(input => ({ input, id: `read-${++read}`, correlationId: input.key, actor: null }));
  const folded = foldKey(activity, 'order-1', reader.state, causes, { now: START, tables: {} });
  reader.state = folded.facts.at(-1) ?? reader.state;
  for (const { id, value, event: stamp } of folded.requests) {
    reader.passed.push({ id, value: { ...value, event: { ...event(), ...stamp } } as CustomerActivity });
  }
}

/** The same content once more, as another fact. */
export function publishedAgain(fact: Fact): Fact {
  const version = fact.value.version + 1;
  if (fact.from === 'orders') return { ...fact, value: { ...fact.value, event: event(), version } };
  return { ...fact, value: { ...fact.value, event: event(), version } };
}
