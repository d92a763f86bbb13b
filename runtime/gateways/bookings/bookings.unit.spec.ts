import { expect, test } from 'vitest';
import type { Running } from '../../tasks/engine.ts';
import type { BookingCall } from './calls.ts';
import { createBookingGateway } from './gateway.ts';
import { standingIn } from './stand-in/ledger.ts';
import { bookingStandIn } from './testing/stand-in.ts';

const day = { from: '2027-05-01', until: '2027-05-08' };
const effectOf = (id: string, since = Date.now()): Running => ({
  id,
  kind: 'book-car',
  about: 'car',
  attempt: 1,
  idempotencyKey: id,
  reference: id,
  since,
  retryAt: null,
  lastError: null,
});

async function car(over: { readonly tries?: number; readonly keyLifetime?: number } = {}) {
  const standIn = await bookingStandIn({ desks: ['car'] });
  let call: BookingCall = { operation: 'book', holder: 'c1', item: 'small', ...day };
  const gateway = createBookingGateway({
    name: 'cars',
    url: `${standIn.url}/car`,
    kinds: ['book-car'],
    compose: () => call,
    keyLifetime: 60_000,
    firstDelay: 1,
    timeout: 2_000,
    ...over,
  });
  const state = {} as never;
  return {
    standIn,
    standing: () => standingIn(standIn.operations('car')),
    ask: (asked: Partial<BookingCall>, id: string, since?: number) => {
      call = { ...call, ...asked } as BookingCall;
      return gateway.runners['book-car'](effectOf(id, since), state, new AbortController().signal);
    },
  };
}

test('what is booked is booked once under its key, and cancelled by the provider’s reference', async () => {
  const { ask, standing } = await car();
  const booked = await ask({}, 'h1/car/0');
  expect(booked).toMatchObject({ status: 'done', reference: 'car-booking-1' });
  expect(await ask({}, 'h1/car/0')).toEqual(booked);
  expect(standing()).toMatchObject([{ reference: 'h1/car/0', item: 'small' }]);
  const cancel = { operation: 'cancel', of: 'car-booking-1' } as const;
  expect(await ask(cancel, 'h1/undo-car/0')).toMatchObject({ status: 'done', reference: 'car-cancellation-2' });
  expect(standing()).toEqual([]);
  // Under another key, as after an operator has seen to it: it is gone, which is what was asked for.
  expect(await ask(cancel, 'h1/undo-car/0/again-2')).toMatchObject({ status: 'done', reference: 'car-booking-1' });
});

test('what the provider refuses is refused by its code', async () => {
  const { ask, standing } = await car();
  expect(await ask({ item: 'full-van' }, 'a')).toEqual({ status: 'refused', code: 'fully-booked' });
  expect(await ask({ operation: 'cancel', of: 'car-booking-9' }, 'b')).toEqual({
    status: 'refused',
    code: 'booking-not-found',
  });
  expect(standing()).toEqual([]);
});

test('an answer that is lost after the booking is found again, by key or by reference, and nothing is doubled', async () => {
  const { ask, standIn, standing } = await car({ tries: 1, keyLifetime: 20_000 });
  standIn.turn('car', { lostRate: 1 });
  expect(await ask({}, 'a')).toMatchObject({ status: 'failed', code: 'provider-unreachable' });
  standIn.turn('car', { lostRate: 0 });
  expect(await ask({}, 'a')).toMatchObject({ status: 'done', reference: 'car-booking-1' });
  // Past the lifetime of its key it would be booked again, so it is asked for first.
  standIn.turn('car', { keyLifetime: 0 });
  expect(await ask({}, 'a', Date.now() - 60_000)).toMatchObject({ status: 'done', reference: 'car-booking-1' });
  expect(standing()).toHaveLength(1);
});

test('a wrong answer is none', async () => {
  const { ask, standIn } = await car({ tries: 1 });
  standIn.turn('car', { garbageRate: 1 });
  expect(await ask({}, 'a')).toMatchObject({ status: 'failed', code: 'provider-answer-invalid' });
});

test('each provider has books of its own, and they are shown', async () => {
  const first = await bookingStandIn({ desks: ['car', 'hotel'] });
  const post = (url: string, key: string, body: object) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ reference: key, holder: 'c1', ...body }),
    });
  expect((await post(`${first.url}/car/bookings`, 'k', { item: 'small', ...day })).status).toBe(201);
  expect((await post(`${first.url}/car/bookings`, 'k', { item: 'big', ...day })).status).toBe(422);
  expect(first.operations('hotel')).toEqual([]);
  const ledger = await (await fetch(`${first.url}/car/ledger`)).json();
  expect(ledger).toMatchObject({ standing: [{ id: 'car-booking-1' }], operations: [{ reference: 'k' }] });
});
