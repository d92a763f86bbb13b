import type { EffectAnswer } from '../../../runtime/tasks/definition.ts';
import type { FatEvent, PendingEffect } from '../../../runtime/tasks/fat-event.ts';
import { composeBooking } from '../../../streams/holidays/compose.ts';

/** One line of the books of all providers together, in the order in which it happened. */
export type Booked = {
  readonly id: string;
  readonly key: string;
  readonly holidayId: string;
  readonly desk: string;
  readonly item: string;
  /** Of a cancellation: the booking. */
  readonly of: string | null;
};

export type Providers = {
  readonly books: Booked[];
  /** Each cancellation that was not refused, by the key under which it was asked for, also of what was cancelled before. */
  readonly cancels: { readonly key: string; readonly of: string }[];
  /** While one is down, nothing is done and nobody knows. */
  readonly down: Set<string>;
  /** Those that refuse to cancel. */
  readonly firm: Set<string>;
  /** Does what is asked once for each key, and answers; null: it does not answer at all. */
  ask(effect: PendingEffect, state: FatEvent): EffectAnswer;
};

/** Providers with books of their own; an item that begins with `full` cannot be had, ever. */
export function createProviders(): Providers {
  const books: Booked[] = [];
  const cancels: Providers['cancels'] = [];
  const down = new Set<string>();
  const firm = new Set<string>();
  const done = new Map<string, EffectAnswer>();

  const perform = (effect: PendingEffect, state: FatEvent): EffectAnswer => {
    const { holidayId } = state as unknown as { holidayId: string };
    const call = composeBooking(effect, state);
    const desk = effect.about;
    const id = `${desk}-${books.length + 1}`;
    const about = { id, key: effect.idempotencyKey, holidayId, desk };
    if (call.operation === 'book') {
      if (call.item.startsWith('full')) return { status: 'refused', code: 'fully-booked' };
      books.push({ ...about, item: call.item, of: null });
    } else {
      const booked = books.find(one => one.id === call.of);
      if (booked === undefined) throw new Error(`${effect.id} cancels ${call.of}, which nobody has booked`);
      if (firm.has(desk)) return { status: 'refused', code: 'not-cancellable' };
      cancels.push({ key: effect.idempotencyKey, of: call.of });
      if (books.some(one => one.of === call.of)) return { status: 'done', reference: call.of };
      books.push({ ...about, item: booked.item, of: call.of });
    }
    return { status: 'done', reference: id };
  };

  return {
    books,
    cancels,
    down,
    firm,
    ask(effect, state) {
      if (down.has(effect.about)) return { status: 'failed', code: 'provider-unreachable' };
      const known = done.get(effect.idempotencyKey);
      if (known !== undefined) return known;
      const answer = perform(effect, state);
      done.set(effect.idempotencyKey, answer);
      return answer;
    },
  };
}

/** Bookings that stand: done, and not cancelled. */
export const standing = (books: readonly Booked[]): readonly Booked[] =>
  books.filter(({ of, id }) => of === null && !books.some(one => one.of === id));
