import { conditionalRead } from './read-schemas.ts';
import { answer, links, list, moneyAnswer } from './schemas.ts';

/** Days that are told where nothing is asked for, and most of them. */
export const DEFAULT_DAYS = 30;
export const LONGEST_DAYS = 366;
export const DEFAULT_PRODUCTS = 20;

const tags = ['reports'];

const day = (description: string) => ({
  type: 'string',
  pattern: '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  description,
  examples: ['2026-11-21'],
});

const follows =
  'It follows the facts as they happen: a moment behind, never a day. Every number is counted once, however often a fact is read. Where a fact could not be projected, the header `longplay-stale` names cases of what the sums lack, 20 at most.';

export const dailySalesSchema = {
  operationId: 'readDailySales',
  summary: 'Read what was sold and given back, day by day',
  description: `Days are UTC. A sale counts when its money is taken, a refund when it is given back. ${follows}`,
  tags,
  ...conditionalRead(
    answer({
      from: { type: 'string' },
      to: { type: 'string' },
      days: list(
        answer({
          day: { type: 'string' },
          sales: { type: 'integer', description: 'Payments taken.' },
          revenue: moneyAnswer('What they came to.'),
          refunds: moneyAnswer('Given back on that day, whenever it was sold.'),
        }),
        'One entry for each currency. Days without sales and refunds are left out.',
      ),
    }),
    'The days, the first one first.',
    {
      from: day(`The first day. Left out: ${DEFAULT_DAYS} days are told.`),
      to: day(`The last day, at most ${LONGEST_DAYS} days later. Left out: today.`),
      currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code. Left out: all.' },
    },
  ),
};

const nullableText = { type: ['string', 'null'] };

export const bestSellersSchema = {
  operationId: 'readBestSellers',
  summary: 'Read which products sell best',
  description: `By copies sold and kept. An order counts from the moment it is confirmed, in the month in which it was placed (UTC), until it is cancelled. ${follows}`,
  tags,
  ...conditionalRead(
    answer({
      month: nullableText,
      products: list(
        answer({
          sku: { type: 'string' },
          title: nullableText,
          artist: nullableText,
          format: nullableText,
          orders: { type: 'integer', description: 'Orders that hold it.' },
          sold: { type: 'integer', description: 'Copies sold.' },
          returned: { type: 'integer', description: 'Of these, copies that came back.' },
          kept: { type: 'integer', description: 'Copies sold that did not come back.' },
          links,
        }),
      ),
    }),
    'The products, the best one first.',
    {
      month: {
        type: 'string',
        pattern: '^[1-9][0-9]{3}-(0[1-9]|1[0-2])$',
        description: 'Left out: all time.',
        examples: ['2026-11'],
      },
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: 100,
        description: `Most products. Default ${DEFAULT_PRODUCTS}.`,
        examples: [DEFAULT_PRODUCTS],
      },
    },
  ),
};
