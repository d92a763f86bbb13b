import { LONGEST_WAIT_S } from '../prefer.ts';
import { exampleOf } from './examples.ts';
import { owedSchema } from './order-parts.ts';
import { DEFAULT_AFTER_WAIT_S } from './read-after.ts';
import { answer, list, object, paging, problemAnswer, problemWith, readAnswers, type Schema, text } from './schemas.ts';

/** What the document says of reads: which fields, after which request, how old. */

const readHeaders: Schema = {
  type: 'object',
  properties: {
    'if-none-match': { type: 'string', description: 'The ETag at hand: 304 where it still holds.' },
    prefer: {
      type: 'string',
      description: `wait=N (RFC 7240): with \`after\`, waits up to N seconds, at most ${LONGEST_WAIT_S}. Left out: ${DEFAULT_AFTER_WAIT_S}.`,
      examples: ['wait=10'],
    },
  },
};

/** Which fields of an answer are sent, and after which request it is read. */
const selection: Readonly<Record<string, Schema>> = {
  fields: text(
    'Only these fields, by name, with dots for those within; of a list, those of its entries. What is required is always sent. An unknown name is refused. Left out: all.',
    1_000,
  ),
  after: text(
    'A request id: reads what that request has changed, and waits for it. Where it cannot be shown in time, the answer says why.',
    200,
  ),
};

const answerHeaders: Readonly<Record<string, Schema>> = {
  etag: { type: 'string', description: 'Of what is sent. Begins with the version, where there is one.' },
  'longplay-staleness-ms': {
    type: 'integer',
    description:
      'How far the read model is behind the log, in milliseconds. 0: nothing newer is known. Left out: unknown.',
  },
  'longplay-stale': {
    type: 'string',
    description: 'Cases for which a newer fact of this resource could not be taken in. Left out: none.',
  },
};

const notModified: Readonly<Record<number, Schema>> = {
  304: { description: 'The ETag at hand still holds.', type: 'null' },
};

const notAfter: Readonly<Record<number, Schema>> = {
  409: problemWith(
    {
      processor: { type: ['string', 'null'], description: 'Undecided: who decides.' },
      waitingFor: { ...owedSchema, description: 'Undecided: what is owed, by whom and by when.' },
      cases: list({ type: 'string' }, 'Parked: the cases of the hospital that stand before it.'),
      fact: {
        ...answer({ topic: { type: 'string' }, key: { type: 'string' }, version: { type: 'integer' } }),
        description: 'Accepted: the fact that holds it.',
      },
      lagMs: { type: ['integer', 'null'], description: 'Accepted: how far the read model lags, where that is known.' },
    },
    'It would not show what the request in `after` has changed: the detail says why.',
    'LP_API_AFTER_UNDECIDED',
    'LP_API_AFTER_LAGGING',
    'LP_API_AFTER_PARKED',
    'LP_API_AFTER_REJECTED',
    'LP_API_AFTER_ELSEWHERE',
  ),
};

/** The headers, the query and the answers of a read that `sendConditional` answers. */
export const conditionalRead = (schema: Schema, description: string, query: Readonly<Record<string, Schema>> = {}) => ({
  headers: readHeaders,
  querystring: object({ ...query, ...selection }),
  response: {
    ...readAnswers(schema, description),
    200: { ...schema, description, headers: answerHeaders, examples: [exampleOf(schema)] },
    404: problemAnswer(
      'Not known, or not decided yet: the detail says which.',
      'LP_API_NOT_FOUND',
      'LP_API_AFTER_UNKNOWN',
    ),
    ...notAfter,
    ...notModified,
  },
});

/** The same of a list that `sendPage` answers; `filters`: what may be asked for. */
export function pagedRead(
  entries: string,
  entry: Schema,
  description: string,
  filters: Readonly<Record<string, Schema>> = {},
) {
  const page = answer(
    { [entries]: list(entry), nextCursor: { type: ['string', 'null'], description: 'Null on the last page.' } },
    [entries, 'nextCursor'],
  );
  const link = { type: 'string', description: 'The next page, as rel="next". Left out: there is none.' };
  const { response, ...asked } = conditionalRead(page, description, { ...filters, ...paging });
  return {
    ...asked,
    response: {
      ...response,
      200: {
        ...page,
        description,
        headers: { ...answerHeaders, link },
        examples: [{ [entries]: [exampleOf(entry)], nextCursor: null }],
      },
      404: problemAnswer('No request is known under the id in `after`.', 'LP_API_AFTER_UNKNOWN'),
    },
  };
}
