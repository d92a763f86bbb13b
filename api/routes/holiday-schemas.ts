import { body } from './examples.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import {
  actions,
  answer,
  changeHeaders,
  id,
  links,
  list,
  nullable,
  object,
  type Schema,
  text,
  time,
  writeAnswers,
  writeHeaders,
} from './schemas.ts';

const tags = ['holidays'];
const holidayId = id('The holiday.', 'holiday-5f1d7c0e9b3a4c6d8e2f1a0b9c8d7e6f');
const params = object({ holidayId }, ['holidayId']);
const customerId = id('Who travels.', 'customer-2');
const named = (description: string, example: string) => text(description, 100, example);
const day = (description: string, example: string): Schema => ({
  type: 'string',
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  description,
  examples: [example],
});

const wishes = {
  from: day('First day.', '2027-05-01'),
  until: day('Last day.', '2027-05-08'),
  car: named('Class of the car, in the provider’s words.', 'small'),
  hotel: named('The hotel, in the provider’s words.', 'Harbour'),
  flights: {
    ...list(
      named('A flight, in the provider’s words.', 'LP1'),
      'In the order in which they are wished for: the next is tried where one is full.',
    ),
    minItems: 1,
    maxItems: 8,
  },
};

export const bookSchema = {
  operationId: 'bookHoliday',
  summary: 'Book a holiday',
  description:
    'Car, hotel and one of the flights are booked one after another, or none of them: where one cannot be had, what was booked is cancelled. Accepting it means that it was begun; its status tells how it ends.',
  tags,
  headers: writeHeaders,
  body: body(object({ customerId, ...wishes }, ['customerId', ...Object.keys(wishes)])),
  response: writeAnswers('creates', { holidayId }),
};

export const cancelSchema = {
  operationId: 'cancelHoliday',
  summary: 'Cancel a holiday',
  description:
    'While it is being booked, or after: what was booked is cancelled, the last first. What is just being booked is waited for, and cancelled then.',
  tags,
  params,
  headers: changeHeaders,
  response: writeAnswers('changes'),
};

const status = {
  type: 'string',
  enum: ['RUNNING', 'DONE', 'UNDOING', 'UNDONE', 'STUCK'],
  description:
    'RUNNING: being booked. DONE: all is booked. UNDOING: what was booked is being cancelled. UNDONE: nothing is booked. STUCK: a step is a case in the hospital.',
};
const turnedBack = {
  type: ['string', 'null'],
  description: 'Why it is not booked, such as flight-refused, overdue-saga or cancelled; null while it may be.',
};
const codeOrNull = (description: string): Schema => ({ type: ['string', 'null'], description });

const listed = {
  holidayId,
  version: { type: 'integer' },
  status,
  customerId: { type: 'string', examples: ['customer-2'] },
  turnedBack,
  changedAt: time('Of the newest change.'),
  links,
};

const step = answer({
  name: { type: 'string', examples: ['car'] },
  status: {
    type: 'string',
    enum: ['WAITING', 'DOING', 'DONE', 'REFUSED', 'UNRESOLVED', 'UNDOING', 'UNDONE', 'UNDO_FAILED'],
    description:
      'UNRESOLVED: nobody knows yet whether it was booked. UNDO_FAILED: it stands, and the provider does not cancel it.',
  },
  what: { type: ['string', 'null'], description: 'What is, or was last, tried.', examples: ['small'] },
  reference: codeOrNull('The provider’s, of what was booked.'),
  code: codeOrNull('Of the newest refusal or failure.'),
  attempt: { type: 'integer' },
});

const owed = answer({
  step: { type: 'string', examples: ['car'] },
  by: { type: 'string', examples: ['car-provider'] },
  since: time('Since when.'),
  due: time('When it is overdue, again.'),
  overdue: { type: 'boolean' },
});

export const readSchema = {
  operationId: 'readHoliday',
  summary: 'Read a holiday',
  description: 'How it stands, step by step, and who owes the next one.',
  tags,
  params,
  ...conditionalRead(
    answer(
      {
        ...listed,
        terms: answer(wishes),
        steps: list(step, 'In the order in which they are booked.'),
        owed: list(owed, 'What is waited for.'),
        actions,
      },
      ['holidayId', 'version', 'status'],
    ),
    'The holiday as it stands.',
  ),
};

export const listSchema = {
  operationId: 'listHolidays',
  summary: 'List holidays',
  description: 'By id. status=STUCK: those that wait for a person.',
  tags,
  ...pagedRead('holidays', answer(listed, ['holidayId', 'version', 'status']), 'A page of holidays.', {
    status: { ...status, description: 'Only those that stand so.' },
    customerId: id('Only those of this customer.', 'customer-2'),
  }),
};

const entry = answer(
  {
    at: time('When.'),
    text: { type: 'string', examples: ['car-provider booked car small as car-booking-1.'] },
    event: {
      type: 'string',
      enum: ['BEGUN', 'ASKED', 'DONE', 'REFUSED', 'FAILED', 'NOTHING_TO_UNDO', 'OVERDUE', 'TURNED_BACK', 'ENDED'],
    },
    action: { type: 'string', enum: ['SAGA', 'DO', 'UNDO'], description: 'What it is about.' },
    step: nullable({ type: 'string', examples: ['car'] }),
    what: nullable({ type: 'string', examples: ['small'] }),
    by: { type: 'string', description: 'Who.', examples: ['car-provider'] },
    attempt: { type: 'integer' },
    code: codeOrNull('Why.'),
    reference: codeOrNull('The provider’s.'),
  },
  ['at', 'text'],
);

export const logSchema = {
  operationId: 'readHolidayLog',
  summary: 'Read how a holiday was booked, as a story',
  description: 'What was tried, answered and undone, when, and by whom, the oldest first.',
  tags,
  params,
  ...conditionalRead(
    answer(
      {
        holidayId,
        version: { type: 'integer' },
        status,
        dropped: { type: 'integer', description: 'Lines that were dropped at the bound of 128; the first is kept.' },
        entries: list(entry, 'The lines.'),
        links,
      },
      ['holidayId', 'version', 'status', 'entries'],
    ),
    'Its execution log.',
  ),
};
