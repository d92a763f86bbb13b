import { body } from './examples.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import {
  actions,
  answer,
  id,
  links,
  list,
  money,
  moneyAnswer,
  nullable,
  object,
  problemAnswer,
  type Schema,
  text,
  time,
  timeOrNull,
  wholeNumber,
  writeAnswers,
  writeHeaders,
} from './schemas.ts';

const tags = ['pricing'];
const instrumentId = id('The instrument.', 'acme');
const instrument = object({ instrumentId }, ['instrumentId']);
const positionId: Schema = {
  ...text('The position: the id of its instrument, ~, and a name of its own.', 200, 'acme~desk-1-call'),
  pattern: '^[A-Za-z0-9._-]+~[A-Za-z0-9._-]+$',
};
const position = object({ positionId }, ['positionId']);
const portfolioId = id('The portfolio.', 'desk-1');
const count = (description: string): Schema => ({ type: 'integer', description });
const bounded = (description: string, least: number, most: number, example: number): Schema => ({
  ...wholeNumber(description, least, example),
  maximum: most,
});

const quote = {
  sequence: { ...bounded('Counts at its source; the highest is the newest.', 0, Number.MAX_SAFE_INTEGER, 4_711) },
  price: money('Price of one, at most 10,000,000.00.'),
  volatility: bounded('How much the price moves in a year, in basis points.', 0, 100_000, 2_000),
};

const kind: Schema = {
  type: 'string',
  enum: ['CALL', 'PUT', 'BARRIER'],
  description: 'A right to buy; a right to sell; a right to buy that is lost below the barrier.',
  examples: ['BARRIER'],
};

const terms = {
  portfolioId,
  kind,
  quantity: bounded('How many; negative where they are owed.', -1_000_000, 1_000_000, 10),
  strike: bounded('At which it is bought or sold, in minor units.', 1, 1_000_000_000, 10_000),
  barrier: nullable(
    bounded('Of BARRIER, and of no other: where the right is lost, in minor units.', 1, 1_000_000_000, 9_000),
  ),
  expiryDays: bounded('Days until it expires.', 0, 36_500, 90),
  tolerance: bounded(
    'How far the market may move before it is priced again, in basis points. Default 0.',
    0,
    10_000,
    50,
  ),
};

const settled = writeAnswers('changes');

export const quoteSchema = {
  operationId: 'quoteInstrument',
  summary: 'Tell what the market says of an instrument',
  description:
    'The highest sequence wins: one that is not higher than the newest is rejected as quote-overtaken. Positions are priced again where the market has left their tolerance.',
  tags,
  params: instrument,
  headers: writeHeaders,
  body: body(object(quote, ['sequence', 'price', 'volatility'])),
  response: settled,
};

export const putSchema = {
  operationId: 'putPosition',
  summary: 'Put a position',
  description:
    'The whole content, whether it is new or known. It is priced as soon as there is a quote, and read at its own address from then on; what the request changes is its instrument, which is read with ?after= at once. An instrument holds 1,000 positions.',
  tags,
  params: position,
  headers: writeHeaders,
  body: body(object(terms, ['portfolioId', 'kind', 'quantity', 'strike', 'expiryDays'])),
  response: settled,
};

export const removeSchema = {
  operationId: 'removePosition',
  summary: 'Remove a position',
  description:
    'It is held no more: what is under way for it is called off, and it is in no total. What the request changes is its instrument, which is read with ?after= at once; the price follows.',
  tags,
  params: position,
  headers: writeHeaders,
  response: {
    ...settled,
    404: problemAnswer('It is not held.', 'LP_API_REJECTED_UNKNOWN'),
  },
};

const quoteShown: Schema = {
  ...answer({
    sequence: { type: 'integer' },
    price: moneyAnswer('Price of one.'),
    volatility: count('In basis points a year.'),
  }),
  type: ['object', 'null'],
};

export const instrumentSchema = {
  operationId: 'readInstrument',
  summary: 'Read an instrument',
  description: 'Its newest quote, and how much is held and asked.',
  tags,
  params: instrument,
  ...conditionalRead(
    answer(
      {
        instrumentId,
        version: { type: 'integer' },
        status: { type: 'string', enum: ['WAITING', 'QUOTED'], description: 'WAITING: there was no quote yet.' },
        quote: { ...quoteShown, description: 'The newest.' },
        quotedAt: timeOrNull('When it was taken in.'),
        positions: count('Held in it.'),
        pricesAsked: count('Over all positions, in all; withdrawals included.'),
        overtakenQuotes: count('That came after a newer one, and were dropped.'),
        changedAt: time('Of the newest change.'),
        links,
      },
      ['instrumentId', 'version'],
    ),
    'The instrument as it stands.',
  ),
};

const restsOn: Schema = {
  ...answer({
    number: count('Counts at the instrument.'),
    at: time('When it was asked for.'),
    quote: { ...quoteShown, description: 'The market as it stood.' },
    quantity: count('As it stood.'),
  }),
  type: ['object', 'null'],
};

const positionShown = answer(
  {
    positionId,
    version: { type: 'integer' },
    instrumentId,
    portfolioId,
    status: {
      type: 'string',
      enum: ['PRICING', 'PRICED', 'FAILED', 'WITHDRAWN'],
      description: 'Being priced; priced by the newest request; given up until somebody sees to it; held no more.',
    },
    price: moneyAnswer('The last that was worked out, of one; null: none yet.'),
    value: moneyAnswer('Price times quantity.'),
    stale: { type: 'boolean', description: 'Whether a newer price is asked for and not there.' },
    of: { ...restsOn, description: 'What the price rests on.' },
    asked: { ...restsOn, description: 'The newest that was asked for.' },
    pricedAt: timeOrNull('When it was worked out.'),
    tries: count('How often working out the newest has failed.'),
    failure: {
      ...answer({ code: { type: 'string', examples: ['job-crashed'] }, at: time('When it was given up.') }),
      type: ['object', 'null'],
      description: 'Why it was given up: a case in the hospital.',
    },
    counts: {
      ...answer({
        asked: { type: 'integer' },
        priced: { type: 'integer' },
        overtaken: { type: 'integer' },
        failed: { type: 'integer' },
      }),
      description: 'Asked = priced + overtaken + failed, and one more while it is being priced.',
    },
    changedAt: time('Of the newest change.'),
    links,
    actions,
  },
  ['positionId', 'version'],
);

export const positionSchema = {
  operationId: 'readPosition',
  summary: 'Read the price of a position',
  description:
    'The newest price, what it rests on, and whether a newer one is owed. Not found until it is first asked for: its instrument needs a quote. A request that puts or removes it changes the instrument, so ?after= it is for the instrument; here it is answered with LP_API_AFTER_ELSEWHERE.',
  tags,
  params: position,
  ...conditionalRead(positionShown, 'The price as it stands.'),
};

export const positionsSchema = {
  operationId: 'listPositions',
  summary: 'List positions with their prices',
  description: 'By position; pages by cursor. Those that are held no more are left out, unless asked for by status.',
  tags,
  ...pagedRead('positions', positionShown, 'A page of positions.', {
    portfolioId: { ...portfolioId, description: 'Only of this portfolio. Left out: of all.' },
    status: {
      type: 'string',
      enum: ['PRICING', 'PRICED', 'FAILED', 'WITHDRAWN'],
      description: 'Only with this status. Left out: all that are held.',
    },
  }),
};

const total = answer({
  currency: { type: 'string', examples: ['USD'] },
  value: count('In minor units, by the last price of each position, stale ones included.'),
  positions: count('Held.'),
  stale: count('Of these, with a price that is not of the newest that was asked for.'),
  unpriced: count('Of these, without any price yet: not in the value.'),
  failed: count('Of these, given up until somebody sees to them.'),
  owed: count('Of these, being priced.'),
});

export const portfolioSchema = {
  operationId: 'readPortfolio',
  summary: 'Read what a portfolio is worth',
  description: 'Its value by currency, and how much of that is stale, failed or owed.',
  tags,
  params: object({ portfolioId }, ['portfolioId']),
  ...conditionalRead(
    answer({ portfolioId, totals: list(total, 'By currency.'), links }, ['portfolioId', 'totals']),
    'The portfolio as it stands.',
  ),
};
