import type { Holiday } from '../../schemas/types/holidays.ts';
import { event } from './records.ts';

export const holidayTerms: Holiday['terms'] = {
  customerId: 'customer-1',
  from: '2027-05-01',
  until: '2027-05-08',
  car: 'small',
  hotel: 'Harbour',
  flights: ['LP1', 'LP2'],
};

/** A holiday that has just begun. */
export function holiday(over: Partial<Holiday> = {}): Holiday {
  return {
    event: event(),
    holidayId: 'holiday-1',
    version: 1,
    terms: holidayTerms,
    saga: { status: 'RUNNING', direction: 'FORWARD', turnedBack: null, steps: [], log: [], logDropped: 0 },
    requests: [],
    history: [],
    historyDropped: 0,
    deadlines: [],
    effects: [],
    ...over,
  };
}
