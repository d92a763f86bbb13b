import type { Input, Processor, Values } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';

export type Decide = Processor['decide'];
export type State = FatEvent & { readonly [field: string]: unknown };

/** The processors with a fault: one of them decides otherwise. */
export const withOther = (
  processors: readonly Processor[],
  name: string,
  otherwise: (decide: Decide) => Decide,
): readonly Processor[] => processors.map(one => (one.name === name ? { ...one, decide: otherwise(one.decide) } : one));

/** Does what it should, but for the state that it comes to. */
export const butFor =
  (change: (state: State, before: State | null, input: Input<Values>) => State) =>
  (decide: Decide): Decide =>
  (state, input, context) => {
    const decision = decide(state, input, context);
    if (decision.state === undefined) return decision;
    return { ...decision, state: change(decision.state as State, state as State | null, input) };
  };

/** Decides these inputs as it should, but from another state. */
export const decidingFrom =
  (change: Partial<State>, from: string | readonly string[], where: (state: State) => boolean = () => true) =>
  (decide: Decide): Decide =>
  (state, input, context) => {
    const otherwise = state !== null && [from].flat().includes(input.from) && where(state as State);
    return decide(otherwise ? ({ ...state, ...change } as FatEvent) : state, input, context);
  };
