import type { HolidayBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

/** A holiday is wanted: car, hotel and one of the flights, or nothing. */
export const bookHoliday = (asking: Asking, holidayId: string, body: HolidayBody): Request<'holiday-requests'> => ({
  topic: 'holiday-requests',
  key: holidayId,
  value: {
    ...common(asking, 'holiday-request.book', holidayId),
    holidayId,
    type: 'BOOK',
    book: { ...body, flights: [...body.flights] },
  },
});

export const cancelHoliday = (asking: Asking, holidayId: string): Request<'holiday-requests'> => ({
  topic: 'holiday-requests',
  key: holidayId,
  value: { ...common(asking, 'holiday-request.cancel', holidayId), holidayId, type: 'CANCEL', book: null },
});
