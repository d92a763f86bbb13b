import type { DeadlineInput, Decision } from './definition.ts';
import type { Deadline, Draft, FatEvent } from './fat-event.ts';

/** How long is waited for a step. */
export type Patience = {
  /** Milliseconds until it is overdue for the first time. */
  readonly within: number;
  /** What each further wait is longer by. Without growth a step that is owed for days writes a fact each time. */
  readonly growth: number;
  /** The longest further wait, in milliseconds. */
  readonly most: number;
  /** The pass at which something is done about it; null: it stays owed, and is alarmed at each pass. */
  readonly passes: number | null;
};

/** A step that is owed now. Names are fixed by the code, and unique within their key. */
export type Owed = { readonly name: string; readonly owedBy: string; readonly patience: Patience };

/** The deadlines of what is owed: those that run go on, new ones begin now, and what is no longer owed is dropped. */
export function deadlinesOf(owed: readonly Owed[], running: readonly Deadline[], now: number): readonly Deadline[] {
  return owed.map(({ name, owedBy, patience }) => {
    const already = running.find(one => one.name === name && one.owedBy === owedBy);
    return already ?? { name, owedBy, since: now, due: now + patience.within, passes: 0 };
  });
}

/** The same deadlines, of which this one has passed once more and is due later. */
export function passedOnce(
  running: readonly Deadline[],
  passed: Deadline,
  { within, growth, most }: Patience,
  now: number,
): readonly Deadline[] {
  const passes = passed.passes + 1;
  const due = Math.max(now, passed.due) + Math.min(most, Math.round(within * growth ** passes));
  return running.map(one => (one.name === passed.name ? { ...one, passes, due } : one));
}

/** Whether the pass that is happening now is the one at which something is done. */
export const isFinal = ({ passes }: Deadline, patience: Patience): boolean =>
  patience.passes !== null && passes + 1 >= patience.passes;

/** Stable codes, such as overdue-authorise. */
export const overdueCode = ({ name }: Deadline): string => `overdue-${name}`;

/** How long is waited for the step of this deadline; undefined: it is not owed any more. */
export const patienceFor = (
  { deadline }: Pick<DeadlineInput, 'deadline'>,
  owed: readonly Owed[],
): Patience | undefined => owed.find(({ name }) => name === deadline.name)?.patience;

/**
 * What the passing of a deadline comes to where nothing can be done but to remind: it stays owed, and is alarmed. What
 * nobody waits for (undefined) comes to nothing.
 */
export function reminded<S extends FatEvent>(
  state: S,
  { deadline }: Pick<DeadlineInput, 'deadline'>,
  patience: Patience | undefined,
  now: number,
): Decision<S> {
  if (patience === undefined) return {};
  const code = overdueCode(deadline);
  const next: Draft<S> = { ...state, deadlines: passedOnce(state.deadlines, deadline, patience, now) };
  return { state: next, alarms: [code], ...(deadline.passes === 0 ? { what: 'OVERDUE', reason: code } : {}) };
}
