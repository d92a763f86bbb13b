import type { HolidayDocument } from '../../projections/holidays/project.ts';
import type { SagaLogEntry, SagaStep } from '../../schemas/types/shared.ts';
import { actionsOf } from './actions.ts';
import type { Database } from './database.ts';

export type HolidayRow = {
  readonly holiday_id: string;
  readonly version: string;
  readonly status: string;
  readonly customer_id: string;
  readonly turned_back: string | null;
  readonly changed_at: Date;
  readonly document: HolidayDocument;
};

export const pathOf = (id: string): string => `/holidays/${encodeURIComponent(id)}`;

/** Whose it is; null where the read model has none. */
export async function holderOf({ sql, views, ask }: Database, holidayId: string): Promise<string | null> {
  const [row] = await ask(
    sql<{ customer_id: string }[]>`select customer_id from ${sql(views)}.holidays where holiday_id = ${holidayId}`,
  );
  return row?.customer_id ?? null;
}

export function listedHoliday({ holiday_id, version, status, customer_id, turned_back, changed_at }: HolidayRow) {
  return {
    holidayId: holiday_id,
    version: Number(version),
    status,
    customerId: customer_id,
    turnedBack: turned_back,
    changedAt: changed_at.toISOString(),
    links: { self: pathOf(holiday_id), log: `${pathOf(holiday_id)}/log` },
  };
}

export function holidayView(row: HolidayRow) {
  const { terms, saga, deadlines } = row.document;
  const { from, until, car, hotel, flights } = terms;
  return {
    ...listedHoliday(row),
    terms: { from, until, car, hotel, flights },
    steps: saga.steps.map(step => ({
      name: step.name,
      status: step.status,
      what: wishedFor(step.name, step.alternative, terms),
      reference: step.reference,
      code: step.code,
      attempt: step.attempt,
    })),
    owed: deadlines.map(({ name, owedBy, since, due, passes }) => ({
      step: name,
      by: owedBy,
      since: isoOf(since),
      due: isoOf(due),
      overdue: passes > 0,
    })),
    actions: actionsOf({
      name: 'cancel',
      method: 'POST',
      href: `${pathOf(row.holiday_id)}/cancellation`,
      when: saga.direction === 'FORWARD',
    }),
  };
}

/** What was tried, in the provider's words. */
function wishedFor(step: SagaStep['name'], alternative: number, terms: HolidayDocument['terms']): string | null {
  if (step === 'flight') return terms.flights[alternative] ?? null;
  if (step === 'car') return terms.car;
  return step === 'hotel' ? terms.hotel : null;
}

/** The execution log as a story. */
export function logView(row: HolidayRow) {
  const { terms, saga } = row.document;
  return {
    holidayId: row.holiday_id,
    version: Number(row.version),
    status: row.status,
    dropped: saga.logDropped,
    entries: saga.log.map(entry => {
      const what = entry.step === '' ? null : wishedFor(entry.step, entry.alternative, terms);
      return {
        at: isoOf(entry.at),
        text: sentenceOf(entry, what),
        event: entry.what,
        action: entry.action,
        step: entry.step === '' ? null : entry.step,
        what,
        by: entry.by,
        attempt: entry.attempt,
        code: entry.code,
        reference: entry.reference,
      };
    }),
    links: { self: `${pathOf(row.holiday_id)}/log`, holiday: pathOf(row.holiday_id) },
  };
}

/** One line, in plain words. */
function sentenceOf(entry: SagaLogEntry, what: string | null): string {
  const { by, code, attempt, step, reference } = entry;
  const thing = what === null ? step : `${step} ${what}`;
  const tried = attempt > 1 ? ` (attempt ${attempt})` : '';
  const isUndo = entry.action === 'UNDO';
  switch (entry.what) {
    case 'BEGUN':
      return `Begun by ${by}.`;
    case 'ASKED':
      return `${by} asked to ${isUndo ? 'cancel' : 'book'} ${thing}${tried}.`;
    case 'DONE':
      return `${by} ${isUndo ? 'cancelled' : 'booked'} ${thing}${reference === null ? '' : ` as ${reference}`}${tried}.`;
    case 'REFUSED':
      return `${by} refused to ${isUndo ? 'cancel' : 'book'} ${thing}: ${code}${tried}.`;
    case 'FAILED':
      return `No answer of ${by} on ${isUndo ? 'cancelling' : 'booking'} ${thing}: ${code}${tried}.`;
    case 'NOTHING_TO_UNDO':
      return `Nothing of ${thing} is to be cancelled.`;
    case 'OVERDUE':
      return `${by} is late: ${code}.`;
    case 'TURNED_BACK':
      return `Turned back by ${by}: ${code}. What was booked is cancelled, the last first.`;
    case 'ENDED':
      return code === 'done' ? 'Everything is booked.' : 'Nothing is booked any more.';
    case 'UNKNOWN':
      return 'Something that this version does not know.';
  }
}

const isoOf = (at: number): string => new Date(at).toISOString();
