import { expect, test } from 'vitest';
import { askAnew, tell } from '../tasks/testing/given.ts';
import { owedShown, type SagaWords, stepsShown, storyOf } from './story.ts';
import { asks, begun, given, heard } from './testing/trip.ts';

const words: SagaWords = {
  do: ['book', 'booked'],
  undo: ['cancel', 'cancelled'],
  allDone: 'Everything is booked.',
  allUndone: 'Nothing is booked any more.',
  whatOf: (step, alternative) => (step === 'room' ? `number ${alternative}` : null),
};

test('the log reads as a story, from the request to the retry of a person', () => {
  const asked = heard(begun, 'book-car: failed', 'book-car: done', 'book-visa: done', 'room: passed');
  const stopped = tell(given, [asks('stop', { kind: 'CUSTOMER', id: 'c1' })], asked).state;
  const stuck = heard(stopped, 'book-room: refused', 'cancel-car: refused');
  const ended = heard(askAnew(given, stuck, 't1/undo-car/0'), 'cancel-car: done');
  expect(storyOf(ended.saga, words).map(({ text }) => text)).toEqual([
    'Begun by shop.',
    'trips asked to book car.',
    'car did not say whether it booked car: away.',
    'car booked car as their-book-car (attempt 2).',
    'trips asked to book visa.',
    'visa booked visa as their-book-visa.',
    'trips asked to book room number 0.',
    'room is late: overdue-room.',
    'Turned back by customer: stopped. What was booked is cancelled, the last first.',
    'room refused to book room number 0: full.',
    'Of visa there is nothing to cancel.',
    'trips asked to cancel car.',
    'car refused to cancel car: full.',
    'operator asked to cancel car (attempt 2).',
    'car cancelled car as their-book-car (attempt 2).',
    'Nothing is booked any more.',
  ]);
  expect(stepsShown(stuck.saga, words)).toMatchObject([
    { name: 'car', status: 'UNDO_FAILED', what: null, reference: 'their-book-car', code: 'full' },
    { name: 'visa', status: 'UNDONE' },
    { name: 'room', status: 'REFUSED', what: 'number 0' },
  ]);
  expect(owedShown(stuck.deadlines)).toMatchObject([{ step: 'undo-car', by: 'operator', overdue: false }]);
});
