import type { Heard } from '../../runtime/saga/definition.ts';
import type { SagaDraft } from '../../runtime/saga/model.ts';
import type { Context, RecordInput } from '../../runtime/tasks/definition.ts';
import type { HolidayRequest } from '../../schemas/types/holiday-requests.ts';
import type { Holiday } from '../../schemas/types/holidays.ts';
import { type Asked, accepted, askedBy, atTheDoor, rejected, remembered } from '../door.ts';
import { known } from '../known.ts';
import { type HolidayInputs, MOST_FLIGHTS } from './model.ts';

/** What is asked of a holiday: to book it, or to cancel it, while it is being booked or after. */
export function hear(
  holiday: Holiday | null,
  { key, value: request }: RecordInput<HolidayInputs>,
  { now }: Context<Record<never, never>>,
): Heard<Holiday> {
  const type = known(request.type, 'type of the holiday request');
  const asked = askedBy('holiday-requests', request);
  const { version, requests } = holiday ?? { version: 0, requests: [] };
  const door = atTheDoor(asked, { topic: 'holidays', key, version, requests });
  if (door === 'repeat') return {};
  const refusal = door?.reject ?? refusalOf(holiday, type, request);
  if (refusal !== null) return refused(holiday, asked, refusal, now);
  const outcomes = [accepted(asked)];
  const applied = remembered(requests, asked, now, null);
  // Both are there: a request to book without terms, and one to cancel without a holiday, were refused.
  if (type === 'BOOK') {
    const terms = request.book as NonNullable<HolidayRequest['book']>;
    return { state: { holidayId: key, terms, requests: applied }, outcomes };
  }
  return { state: { ...(holiday as Holiday), requests: applied }, turnBack: 'cancelled', what: 'CANCELLED', outcomes };
}

function refused(holiday: Holiday | null, asked: Asked, reason: string, now: number): Heard<Holiday> {
  const outcomes = [rejected(asked, reason)];
  if (holiday === null) return { outcomes };
  const state: SagaDraft<Holiday> = { ...holiday, requests: remembered(holiday.requests, asked, now, reason) };
  return { state, what: `${asked.type}_REFUSED`, reason, outcomes };
}

function refusalOf(holiday: Holiday | null, type: 'BOOK' | 'CANCEL', { book }: HolidayRequest): string | null {
  if (type === 'CANCEL') {
    if (holiday === null) return 'unknown-holiday';
    return holiday.saga.direction === 'BACKWARD' ? 'already-turned-back' : null;
  }
  if (holiday !== null) return 'already-asked-for';
  if (book === null || book.flights.length === 0 || book.flights.length > MOST_FLIGHTS) return 'terms-invalid';
  if (!isDay(book.from) || !isDay(book.until)) return 'terms-invalid';
  return book.from > book.until ? 'ends-before-it-begins' : null;
}

/** Whether the calendar has it: a provider refuses 2027-02-31 as no request at all, and would be asked for ever. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
