import type { Retry } from '../../runtime/saga/definition.ts';
import type { Patience } from '../../runtime/tasks/patience.ts';
import type { HolidayRequest } from '../../schemas/types/holiday-requests.ts';

export type HolidayInputs = { 'holiday-requests': HolidayRequest };

const MINUTE = 60_000;

/** How patient a booking is. */
export type Pacing = {
  /**
   * Of each step: 17 minutes in all, which is longer than the deadlines, so that an outage turns a holiday back only by
   * them; then after ten minutes and ever less often, down to once a day, until it is known what became of it.
   */
  readonly retry: Retry;
  /** For a provider to book, over all flights: the second pass turns the holiday back. */
  readonly step: Patience;
  /** For all three. */
  readonly whole: Patience;
};

export const pacing: Pacing = {
  retry: { tries: 10, first: 2_000, growth: 2, longest: 10 * MINUTE },
  step: { within: 5 * MINUTE, growth: 1, most: 5 * MINUTE, passes: 2 },
  whole: { within: 15 * MINUTE, growth: 1, most: 15 * MINUTE, passes: 1 },
};

/** Most flights that a holiday may wish for (the schema's bound). */
export const MOST_FLIGHTS = 8;
