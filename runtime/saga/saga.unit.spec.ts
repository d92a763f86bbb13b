import { describe, expect, test } from 'vitest';
import { answer, askAnew, START, tell } from '../tasks/testing/given.ts';
import { askedOf } from './call.ts';
import { MOST_LOG } from './model.ts';
import { defineSaga } from './saga.ts';
import { asks, begun, brieflyOf, given, heard, stepIn, type Trip, tripSaga } from './testing/trip.ts';

const booked = heard(begun, 'book-car: done', 'book-visa: done', 'book-room: done');
const roomAsked = heard(begun, 'book-car: done', 'book-visa: done');

describe('forward', () => {
  test('the first step is intended as it begins, and both it and the whole are owed', () => {
    expect(begun).toMatchObject({
      rooms: 2,
      saga: { status: 'RUNNING', direction: 'FORWARD', turnedBack: null },
      effects: [{ id: 't1/car/0', kind: 'book-car', idempotencyKey: 't1/car/0', reference: 't1/car/0' }],
      deadlines: [
        { name: 'saga', owedBy: 'providers' },
        { name: 'car', owedBy: 'car' },
      ],
      history: [{ what: 'BEGUN' }],
    });
    expect(askedOf(begun.effects[0] as never, begun)).toEqual({
      step: 'car',
      action: 'DO',
      alternative: 0,
      reference: null,
    });
  });

  test('step by step to the end: DONE, and nothing is owed', () => {
    expect(booked).toMatchObject({ saga: { status: 'DONE' }, effects: [], deadlines: [] });
    expect(stepIn(booked, 'car')).toMatchObject({ status: 'DONE', reference: 'their-book-car' });
    expect(booked.history.map(({ what }) => what)).toEqual(['BEGUN', 'CAR_DONE', 'VISA_DONE', 'ROOM_DONE', 'DONE']);
    expect(brieflyOf(booked)).toEqual([
      'SAGA BEGUN by shop',
      'car DO ASKED by trips',
      'car DO DONE by car',
      'visa DO ASKED by trips',
      'visa DO DONE by visa',
      'room DO ASKED by trips',
      'room DO DONE by room',
      'SAGA ENDED by trips',
    ]);
  });

  test('what is not known to be done is asked for again with the same key, ever later', () => {
    const once = heard(begun, 'book-car: failed');
    expect(once.effects).toMatchObject([
      { id: 't1/car/0', idempotencyKey: 't1/car/0', attempt: 2, retryAt: START + 1_000, lastError: 'away' },
    ]);
    const twice = heard(once, 'book-car: failed');
    expect(twice.effects).toMatchObject([{ attempt: 3, retryAt: START + 2_000 }]);
    expect(stepIn(heard(twice, 'book-car: done'), 'car')).toMatchObject({ status: 'DONE', code: null });
  });

  test('a refusal leads to the next alternative, under a key of its own', () => {
    const other = heard(roomAsked, 'book-room: refused');
    expect(other).toMatchObject({ saga: { direction: 'FORWARD' }, effects: [{ idempotencyKey: 't1/room/1' }] });
    expect(askedOf(other.effects[0] as never, other)).toMatchObject({ alternative: 1 });
    expect(heard(other, 'book-room: done').saga.status).toBe('DONE');
  });

  test('what is asked of it meanwhile may change what it is about, and nothing else', () => {
    const { state } = tell(given, [asks('more')], roomAsked);
    expect(state).toMatchObject({ rooms: 3, saga: roomAsked.saga, effects: roomAsked.effects });
    expect(heard(state, 'book-room: refused', 'book-room: refused').effects).toMatchObject([{ id: 't1/room/2' }]);
  });
});

describe('backward', () => {
  const back = heard(roomAsked, 'book-room: refused', 'book-room: refused');

  test('a refusal turns it back: the steps that were done are undone in reverse, one after another', () => {
    expect(back).toMatchObject({
      saga: { status: 'UNDOING', direction: 'BACKWARD', turnedBack: 'room-refused' },
      effects: [{ id: 't1/undo-car/0', kind: 'cancel-car', attempt: 1 }],
      deadlines: [{ name: 'undo-car', owedBy: 'car' }],
    });
    const asked = { step: 'car', action: 'UNDO', alternative: 0, reference: 'their-book-car' };
    expect(askedOf(back.effects[0] as never, back)).toEqual(asked);
    const undone = heard(back, 'cancel-car: done');
    expect(undone).toMatchObject({ saga: { status: 'UNDONE' }, effects: [], deadlines: [] });
    expect(brieflyOf(undone).slice(-6)).toEqual([
      'room DO REFUSED by room',
      'SAGA TURNED_BACK by room',
      'visa UNDO NOTHING_TO_UNDO by trips',
      'car UNDO ASKED by trips',
      'car UNDO DONE by car',
      'SAGA ENDED by trips',
    ]);
  });

  test('whoever asked for it may turn it back, also when all was done; a second time says nothing', () => {
    const { state } = tell(given, [asks('stop', { kind: 'CUSTOMER', id: 'c1' })], booked);
    expect(state).toMatchObject({ saga: { turnedBack: 'stopped' }, effects: [{ kind: 'cancel-room' }] });
    expect(brieflyOf(state as Trip)).toContain('SAGA TURNED_BACK by customer');
    expect(tell(given, [asks('stop')], state).state).toBe(state);
    expect(heard(state, 'cancel-room: done', 'cancel-car: done').saga.status).toBe('UNDONE');
  });

  test('what is pending as it turns back is waited for, and undone if it was done', () => {
    const stopped = tell(given, [asks('stop')], roomAsked).state;
    expect(stopped).toMatchObject({ saga: { status: 'UNDOING' }, effects: [{ kind: 'book-room' }] });
    expect(heard(stopped, 'book-room: done').effects).toMatchObject([{ kind: 'cancel-room' }]);
    // No other alternative is tried any more.
    expect(heard(stopped, 'book-room: refused').effects).toMatchObject([{ kind: 'cancel-car' }]);
    expect(heard(stopped, 'book-room: failed').effects).toMatchObject([{ kind: 'book-room', attempt: 2 }]);
  });

  test('a deadline turns it back at its last pass, and removes nothing that is pending', () => {
    expect(heard(roomAsked, 'room: passed').saga).toMatchObject({ status: 'RUNNING', turnedBack: null });
    const late = heard(roomAsked, 'room: passed', 'room: passed');
    expect(late).toMatchObject({ saga: { turnedBack: 'overdue-room' }, effects: [{ kind: 'book-room' }] });
    expect(late.deadlines).toMatchObject([{ name: 'room', owedBy: 'room', passes: 2 }]);
    expect(heard(roomAsked, 'saga: passed').saga.turnedBack).toBe('overdue-saga');
    expect(heard(late, 'room: passed').saga.turnedBack).toBe('overdue-room');
  });
});

describe('a person has to see to it', () => {
  const undoing = heard(roomAsked, 'book-room: refused', 'book-room: refused');

  test('an undo that is refused: STUCK, a failure, an alarm; asked anew under another key it goes on', () => {
    const stuck = heard(undoing, 'cancel-car: refused');
    expect(stuck).toMatchObject({ saga: { status: 'STUCK' }, effects: [], deadlines: [{ owedBy: 'operator' }] });
    expect(given.processor.failures?.(stuck)).toEqual([
      { effectId: 't1/undo-car/0', kind: 'cancel-car', code: 'full' },
    ]);
    const again = askAnew(given, stuck, 't1/undo-car/0');
    expect(again).toMatchObject({ saga: { status: 'UNDOING' }, deadlines: [{ owedBy: 'car' }] });
    expect(again?.effects).toMatchObject([
      { id: 't1/undo-car/0', attempt: 2, idempotencyKey: 't1/undo-car/0/again-2', reference: 't1/undo-car/0/again-2' },
    ]);
    expect(given.processor.failures?.(again as Trip)).toEqual([]);
    expect(heard(again, 'cancel-car: done').saga.status).toBe('UNDONE');
    expect(askAnew(given, stuck, 't1/undo-room/0')).toBe(stuck);
  });

  test('an undo that used up its tries: STUCK, and still asked for, with the same key', () => {
    const stuck = heard(undoing, 'cancel-car: failed', 'cancel-car: failed', 'cancel-car: failed');
    expect(stuck).toMatchObject({ saga: { status: 'STUCK' }, effects: [{ attempt: 4, retryAt: START + 60_000 }] });
    expect(stepIn(stuck, 'car')).toMatchObject({ status: 'UNDO_FAILED', code: 'away' });
    expect(heard(stuck, 'cancel-car: done').saga.status).toBe('UNDONE');
    const again = askAnew(given, stuck, 't1/undo-car/0');
    expect(again?.effects).toMatchObject([{ attempt: 5, retryAt: null, idempotencyKey: 't1/undo-car/0' }]);
    const more = heard(again, 'cancel-car: failed');
    expect(more).toMatchObject({ saga: { status: 'STUCK' }, effects: [{ attempt: 6 }] });
  });

  test('what is not known for long is asked for ever less often, down to once a day', () => {
    const waitAfter = (failures: number) => {
      const state = heard(undoing, ...Array<'cancel-car: failed'>(failures).fill('cancel-car: failed'));
      return (state.effects[0]?.retryAt ?? 0) - START;
    };
    expect([3, 4, 5, 6].map(waitAfter)).toEqual([60_000, 120_000, 240_000, 480_000]);
    expect([15, 40, 120].map(waitAfter)).toEqual([86_400_000, 86_400_000, 86_400_000]);
  });

  test('what was asked for anew, under another key, has all its tries again', () => {
    let stuck = heard(undoing, 'cancel-car: refused');
    for (let n = 0; n < 5; n++) stuck = heard(askAnew(given, stuck, 't1/undo-car/0'), 'cancel-car: refused');
    const anew = askAnew(given, stuck, 't1/undo-car/0');
    const once = heard(anew, 'cancel-car: failed');
    expect(once).toMatchObject({ saga: { status: 'UNDOING' }, effects: [{ attempt: 8, retryAt: START + 1_000 }] });
    const twice = heard(once, 'cancel-car: failed');
    expect(twice).toMatchObject({ saga: { status: 'UNDOING' }, effects: [{ attempt: 9, retryAt: START + 2_000 }] });
    expect(heard(twice, 'cancel-car: failed').saga.status).toBe('STUCK');
  });

  test('a step of which nobody knows whether it was done: back, but not before that is known', () => {
    const unknown = heard(roomAsked, 'book-room: failed', 'book-room: failed', 'book-room: failed');
    expect(unknown).toMatchObject({
      saga: { status: 'STUCK', direction: 'BACKWARD', turnedBack: 'room-unresolved' },
      effects: [{ kind: 'book-room', attempt: 4 }],
    });
    expect(given.processor.failures?.(unknown)).toMatchObject([{ effectId: 't1/room/0', kind: 'book-room' }]);
    expect(heard(unknown, 'book-room: done').effects).toMatchObject([{ kind: 'cancel-room' }]);
    expect(heard(unknown, 'book-room: refused').effects).toMatchObject([{ kind: 'cancel-car' }]);
    expect(askAnew(given, unknown, 't1/room/0')).toMatchObject({
      saga: { status: 'UNDOING' },
      effects: [{ attempt: 5 }],
    });
  });

  test('alarms name the step and how it failed', () => {
    const { alarms } = tell(
      given,
      [{ from: 'effect', key: 't1', effect: undoing.effects[0] as never, answer: { status: 'refused', code: 'x' } }],
      undoing,
    );
    expect(alarms).toEqual(['trip-cancel-car-refused']);
  });
});

test('the log keeps the first and the newest of a row of failures, and has a bound', () => {
  let trip: Trip = { ...begun, saga: { ...begun.saga, log: Array(MOST_LOG - 1).fill(begun.saga.log[0]) } };
  for (let n = 0; n < 6; n++) trip = heard(trip, 'book-car: failed');
  expect(trip.saga.log).toHaveLength(MOST_LOG);
  expect(trip.saga.logDropped).toBe(4);
  expect(trip.saga.log.slice(-4).map(({ what, attempt }) => [what, attempt])).toEqual([
    ['FAILED', 3],
    ['TURNED_BACK', 0],
    ['FAILED', 4],
    ['FAILED', 6],
  ]);
});

test('failures of one step whose codes take turns push nothing out of the log', () => {
  let trip: Trip = begun;
  for (let n = 0; n < MOST_LOG; n++) {
    const failed = { status: 'failed', code: n % 2 === 0 ? 'timeout' : 'away' } as const;
    trip = tell(given, [answer(trip, 't1', 'book-car', failed)], trip).state as Trip;
  }
  expect(trip.saga.logDropped).toBe(0);
  expect(trip.saga.log.length).toBeLessThan(10);
  expect(trip.saga.log.at(-1)).toMatchObject({ what: 'FAILED', code: 'away', attempt: MOST_LOG });
});

test('a saga of a later version is parked, and one that cannot work is not declared', () => {
  const later = { ...begun, saga: { ...begun.saga, status: 'UNKNOWN' as const } };
  expect(() => heard(later, 'book-car: done')).toThrow(/does not know/);
  const [car] = tripSaga.steps;
  expect(() => defineSaga({ ...tripSaga, steps: [] })).toThrow(/has no steps/);
  expect(() => defineSaga({ ...tripSaga, steps: [car as never, car as never] })).toThrow(
    /step car is there twice.*book-car/,
  );
});
