import { describe, expect, test } from 'vitest';
import { answer, passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { HolidayRequest } from '../../schemas/types/holiday-requests.ts';
import type { Holiday } from '../../schemas/types/holidays.ts';
import { event } from '../testing/records.ts';
import { composeBooking } from './compose.ts';
import { pacing } from './model.ts';
import { holidays } from './processor.ts';

const given = { processor: holidays, key: 'h1' };
const terms = {
  customerId: 'c1',
  from: '2027-05-01',
  until: '2027-05-08',
  car: 'small',
  hotel: 'Harbour',
  flights: ['LP1', 'LP2'],
};

const asks = (type: HolidayRequest['type'], over: Partial<HolidayRequest> = {}) =>
  ({
    from: 'holiday-requests',
    key: 'h1',
    value: {
      event: event(),
      holidayId: 'h1',
      type,
      bodyHash: null,
      restsOn: [],
      book: type === 'BOOK' ? terms : null,
      ...over,
    },
  }) as const;
const done = (state: Holiday | null, kind: string) =>
  tell(given, [answer(state, 'h1', kind, { status: 'done', reference: `their-${kind}` })], state).state;
const refused = (state: Holiday | null, kind: string, code = 'fully-booked') =>
  tell(given, [answer(state, 'h1', kind, { status: 'refused', code })], state).state;
/** What the gateway makes of the pending effect. */
const call = (state: Holiday | null) => composeBooking(state?.effects[0] as never, state as Holiday);

const asked = tell(given, [asks('BOOK')]);
const flying = done(done(asked.state, 'book-car'), 'book-hotel');
const booked = done(flying, 'book-flight');

test('car, hotel and flight are booked one after another, each by what is wished for', () => {
  expect(asked).toMatchObject({ outcomes: [{ answer: 'ACCEPTED' }], state: { terms, saga: { status: 'RUNNING' } } });
  const { from, until } = terms;
  expect(call(asked.state)).toEqual({ operation: 'book', holder: 'c1', item: 'small', from, until });
  expect(call(done(asked.state, 'book-car'))).toMatchObject({ item: 'Harbour' });
  expect(call(flying)).toMatchObject({ item: 'LP1' });
  expect(booked).toMatchObject({ saga: { status: 'DONE' }, effects: [], deadlines: [] });
});

test('a full flight: the next one; none left: hotel and car are cancelled, in this order, by the provider’s references', () => {
  const second = refused(flying, 'book-flight');
  expect(call(second)).toMatchObject({ operation: 'book', item: 'LP2' });
  expect(done(second, 'book-flight')?.saga.status).toBe('DONE');
  const back = refused(second, 'book-flight');
  expect(back?.saga).toMatchObject({ status: 'UNDOING', turnedBack: 'flight-refused' });
  expect(call(back)).toEqual({ operation: 'cancel', holder: 'c1', of: 'their-book-hotel' });
  const hotelGone = done(back, 'cancel-hotel');
  expect(call(hotelGone)).toEqual({ operation: 'cancel', holder: 'c1', of: 'their-book-car' });
  expect(done(hotelGone, 'cancel-car')).toMatchObject({ saga: { status: 'UNDONE' }, deadlines: [] });
});

test('a flight that takes too long: nothing else is tried, and what became of it is waited for', () => {
  const late = tell(given, [passed(flying, 'h1', 'saga')], flying).state;
  expect(late).toMatchObject({ saga: { turnedBack: 'overdue-saga' }, effects: [{ kind: 'book-flight' }] });
  expect(call(done(late, 'book-flight'))).toMatchObject({ operation: 'cancel', of: 'their-book-flight' });
});

describe('who asked may cancel', () => {
  test('all that was booked, last first, also when everything was', () => {
    const told = tell(given, [asks('CANCEL')], booked);
    expect(told).toMatchObject({
      outcomes: [{ answer: 'ACCEPTED' }],
      state: { saga: { status: 'UNDOING', turnedBack: 'cancelled' }, effects: [{ kind: 'cancel-flight' }] },
    });
    const { outcomes } = tell(given, [asks('CANCEL')], told.state);
    expect(outcomes).toMatchObject([{ answer: 'REJECTED', reason: 'already-turned-back' }]);
  });

  test('nothing that nobody knows', () => {
    expect(tell(given, [asks('CANCEL')])).toMatchObject({ state: null, outcomes: [{ reason: 'unknown-holiday' }] });
  });
});

test('what cannot be booked is rejected, and another request under an id that was used', () => {
  const reasonOf = (book: HolidayRequest['book'], before: Holiday | null = null) =>
    tell(given, [asks('BOOK', { book })], before).outcomes[0];
  expect(reasonOf(null)).toMatchObject({ reason: 'terms-invalid' });
  expect(reasonOf({ ...terms, flights: [] })).toMatchObject({ reason: 'terms-invalid' });
  for (const day of ['2027-02-31', '2027-02-29', '2027-13-01', '2027-5-1', 'soon', '']) {
    expect(reasonOf({ ...terms, until: day })).toMatchObject({ reason: 'terms-invalid' });
    expect(reasonOf({ ...terms, from: day })).toMatchObject({ reason: 'terms-invalid' });
  }
  expect(reasonOf({ ...terms, from: '2028-02-29', until: '2028-02-29' })).toMatchObject({ answer: 'ACCEPTED' });
  expect(reasonOf({ ...terms, until: '2027-04-01' })).toMatchObject({ reason: 'ends-before-it-begins' });
  expect(reasonOf(terms, booked)).toMatchObject({ reason: 'already-asked-for' });
  const other = asks('BOOK', { event: { ...event(), id: asked.state?.requests[0]?.id as string }, bodyHash: 'other' });
  expect(tell(given, [other], booked).outcomes).toMatchObject([{ reason: 'idempotency-key-reused' }]);
});

test('of a provider that is away for a while the deadlines decide first, and not the number of tries', () => {
  const { tries, first, growth, longest } = pacing.retry;
  const waits = Array.from({ length: (tries ?? 0) - 1 }, (_, n) => Math.min(longest, first * growth ** n));
  const usedUpAfter = waits.reduce((sum, wait) => sum + wait, 0);
  expect(usedUpAfter).toBeGreaterThan(pacing.whole.within);
  expect(usedUpAfter).toBeGreaterThan((pacing.step.passes ?? 0) * pacing.step.within);
});

test('a cancellation that the provider refuses is a failure that a person sees to', () => {
  const back = tell(given, [asks('CANCEL')], booked).state;
  const stuck = refused(back, 'cancel-flight', 'not-cancellable');
  expect(stuck?.saga.status).toBe('STUCK');
  expect(holidays.failures?.(stuck as Holiday)).toEqual([
    { effectId: 'h1/undo-flight/0', kind: 'cancel-flight', code: 'not-cancellable' },
  ]);
});
