import type { Heard } from '../../runtime/saga/definition.ts';
import type { Context, RecordInput } from '../../runtime/tasks/definition.ts';
import type { HolidayRequest } from '../../schemas/types/holiday-requests.ts';
import type { Holiday } from '../../schemas/types/holidays.ts';
import { decidedOnce } from '../door.ts';
import { known } from '../known.ts';
import { type HolidayInputs, MOST_FLIGHTS } from './model.ts';

/** What is asked of a holiday: to book it, or to cancel it, while it is being booked or after. */
export function hear(
  holiday: Holiday | null,
  { from, key, value: request }: RecordInput<HolidayInputs>,
  { now }: Context<Record<never, never>>,
): Heard<Holiday> {
  const type = known(request.type, 'type of the holiday request');
  return decidedOnce(request, { topic: from, owned: 'holidays', key, state: holiday, now }, () => {
    const refusal = refusalOf(holiday, type, request);
    if (refusal !== null) return refusal;
    if (type === 'CANCEL') return { turnBack: 'cancelled', what: 'CANCELLED' };
    // They are there: a request to book without terms was refused.
    const terms = request.book as NonNullable<HolidayRequest['book']>;
    return { state: { holidayId: key, terms, requests: [] } };
  });
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
