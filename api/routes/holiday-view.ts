import type { HolidayDocument, HolidayRow as Projected } from '../../projections/holidays/project.ts';
import { owedShown, type SagaWords, stepsShown, storyOf } from '../../runtime/saga/story.ts';
import { actionsOf } from './actions.ts';

/** As Postgres gives it. */
export type HolidayRow = Omit<Projected, 'version' | 'changed_at'> & {
  readonly version: string;
  readonly changed_at: Date;
};

export const pathOf = (id: string): string => `/holidays/${encodeURIComponent(id)}`;

const wordsOf = ({ car, hotel, flights }: HolidayDocument['terms']): SagaWords => ({
  do: ['book', 'booked'],
  undo: ['cancel', 'cancelled'],
  allDone: 'Everything is booked.',
  allUndone: 'Nothing is booked any more.',
  whatOf: (step, alternative) => ({ car, hotel, flight: flights[alternative] })[step] ?? null,
});

export const listedHoliday = (row: HolidayRow) => ({
  holidayId: row.holiday_id,
  version: Number(row.version),
  status: row.status,
  customerId: row.customer_id,
  turnedBack: row.turned_back,
  changedAt: row.changed_at.toISOString(),
  links: { self: pathOf(row.holiday_id), log: `${pathOf(row.holiday_id)}/log` },
});

export function holidayView(row: HolidayRow) {
  const { terms, saga, deadlines } = row.document;
  const { customerId: _, ...wishes } = terms;
  const href = `${pathOf(row.holiday_id)}/cancellation`;
  return {
    ...listedHoliday(row),
    terms: wishes,
    steps: stepsShown(saga, wordsOf(terms)),
    owed: owedShown(deadlines),
    actions: actionsOf({ name: 'cancel', method: 'POST', href, when: saga.direction === 'FORWARD' }),
  };
}

export const logView = ({ holiday_id, version, status, document: { saga, terms } }: HolidayRow) => ({
  holidayId: holiday_id,
  version: Number(version),
  status,
  dropped: saga.logDropped,
  entries: storyOf(saga, wordsOf(terms)),
  links: { self: `${pathOf(holiday_id)}/log`, holiday: pathOf(holiday_id) },
});
