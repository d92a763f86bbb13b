import type { EffectAnswer, Processor } from '../../runtime/tasks/definition.ts';
import type { EventStamp, FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { Patience } from '../../runtime/tasks/patience.ts';

/**
 * The small process that is done both ways (docs/guide/choreography-and-orchestration.md): a ticket for a concert is a
 * seat, held at the box office, and its price, charged to a card. Either both stand at the end, or neither.
 */
export type Wish = { readonly event: EventStamp; readonly ticketId: string };

/** Where a ticket ends, whichever way it took. */
export type End = 'BOOKED' | 'REFUSED' | 'STUCK';

export const MINUTE = 60_000;

/** For a provider's answer: alarmed at each pass. */
export const answering: Patience = { within: 5 * MINUTE, growth: 2, most: 60 * MINUTE, passes: null };

/** Before a provider that failed is asked again, ms. */
export const RETRY_AFTER = 5;

/** What a story says of the providers, by kind of effect: their first answers, in order. Then all is done. */
export type Script = Readonly<Partial<Record<Call, readonly ('refused' | 'answer lost')[]>>>;
export type Call = 'hold-seat' | 'release-seat' | 'charge';

/** The providers' own books: what stands at each, by idempotency key, and how often each was asked. */
export function openProviders(script: Script) {
  const books = { seats: new Set<string>(), charges: new Set<string>() };
  const asked: Record<Call, number> = { 'hold-seat': 0, 'release-seat': 0, charge: 0 };

  const answer = (call: Call, key: string, of: string | null): EffectAnswer => {
    const said = script[call]?.[asked[call]];
    asked[call] += 1;
    if (said === 'refused') return { status: 'refused', code: 'refused' };
    if (call === 'hold-seat') books.seats.add(key);
    if (call === 'charge') books.charges.add(key);
    if (call === 'release-seat' && of !== null) books.seats.delete(of);
    return said === 'answer lost' ? { status: 'failed', code: 'timed-out' } : { status: 'done', reference: key };
  };

  return { answer, asked, standing: () => ({ seats: books.seats.size, charges: books.charges.size }) };
}

/** One way to do it: its processors, and where its ticket stands. */
export type Way = {
  readonly processors: readonly Processor[];
  /** The topic that comes from outside. */
  readonly asked: string;
  /** By the newest facts of the ticket, by topic; null while something is to come. */
  endOf(facts: Readonly<Record<string, FatEvent | undefined>>): End | null;
  /** By which a provider knows what it is to undo. */
  referenceOf(state: FatEvent): string | null;
};
