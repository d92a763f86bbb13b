import type { Holiday } from '../../schemas/types/holidays.ts';
import { kept } from '../kept.ts';

const DOCUMENT = ['terms', 'saga', 'deadlines'] as const;

export type HolidayDocument = Pick<Holiday, (typeof DOCUMENT)[number]>;

export type HolidayRow = {
  readonly holiday_id: string;
  readonly version: number;
  readonly status: Holiday['saga']['status'];
  readonly customer_id: string;
  readonly turned_back: string | null;
  readonly changed_at: string;
  readonly document: HolidayDocument;
};

export const project = (holiday: Holiday): HolidayRow => ({
  holiday_id: holiday.holidayId,
  version: holiday.version,
  status: holiday.saga.status,
  customer_id: holiday.terms.customerId,
  turned_back: holiday.saga.turnedBack,
  changed_at: new Date(holiday.event.time).toISOString(),
  document: kept(holiday, DOCUMENT),
});
