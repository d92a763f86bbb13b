import { errorCatalogue } from '../../runtime/errors.ts';
import { type ProblemCode, problem, problemMediaType } from '../errors.ts';
import { LONGEST_WAIT_S } from '../prefer.ts';
import { TEXT } from '../validation.ts';
import { exampleOf } from './examples.ts';
import { KEPT_FOR_DAYS } from './request-book.ts';

/** JSON Schema of what the routes share; the OpenAPI document is made of it. */

export type Schema = Readonly<Record<string, unknown>>;

export const text = (description: string, maxLength: number, example?: string): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: TEXT,
  description,
  ...(example !== undefined && { examples: [example] }),
});

/** A text that may be left out, be null or be empty: not known. */
export const optionalText = (description: string, maxLength: number, example?: string): Schema => ({
  ...text(description, maxLength, example),
  type: ['string', 'null'],
  minLength: 0,
});

/** What Postgres and Kafka take as a key, and a URL without trouble. */
export const id = (description: string, example: string): Schema => text(description, 200, example);

export const wholeNumber = (description: string, minimum: number, example: number): Schema => ({
  type: 'integer',
  minimum,
  maximum: 2_147_483_647,
  description,
  examples: [example],
});

export const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** An answer may grow: whoever reads it tolerates what he does not know. */
export const answer = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});

/** All of it is always there. */
export const wholeAnswer = (properties: Readonly<Record<string, Schema>>): Schema =>
  answer(properties, Object.keys(properties));

export const list = (items: Schema, description?: string): Schema => ({
  type: 'array',
  items,
  ...(description !== undefined && { description }),
});

export const nullable = (schema: Schema): Schema => ({ ...schema, type: [schema.type, 'null'].flat() });

export const money = (description: string): Schema => ({
  ...object(
    {
      amount: {
        type: 'integer',
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'In minor units, such as cents.',
      },
      currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' },
    },
    ['amount', 'currency'],
  ),
  description,
  examples: [{ amount: 2490, currency: 'USD' }],
});

export const moneyAnswer = (description: string): Schema => ({
  ...answer({ amount: { type: 'integer' }, currency: { type: 'string' } }, ['amount', 'currency']),
  type: ['object', 'null'],
  description,
});

export const time = (description: string): Schema => ({ type: 'string', format: 'date-time', description });
export const timeOrNull = (description: string): Schema => ({ ...time(description), type: ['string', 'null'] });

export const addressFields: Readonly<Record<string, Schema>> = {
  recipient: optionalText('Who receives it there, where that is not the customer.', 200, 'Front desk'),
  street: optionalText('Street and house number.', 300, 'Theodor-Heuss-Straße 34'),
  city: optionalText('City or town.', 200, 'Stuttgart'),
  state: optionalText('State, province or county.', 200),
  postalCode: optionalText('Postal code.', 50, '70174'),
  country: optionalText('Country, by name or ISO 3166-1 code.', 100, 'Germany'),
};

export const address = (description: string): Schema => ({ ...object(addressFields), description });

export const links: Schema = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'What there is to follow, and what can be done next.',
  examples: [{ self: '/orders/order-17' }],
};

/** What can be done next: a link that is not followed but asked with its method. */
export const actions: Schema = list(
  answer(
    {
      name: { type: 'string', examples: ['cancel'] },
      method: { type: 'string', enum: ['POST', 'PUT', 'DELETE'] },
      href: { type: 'string', examples: ['/orders/order-17/cancellation'] },
    },
    ['name', 'method', 'href'],
  ),
  'What can be done next, as things stand; with a body as the document says.',
);

const idempotencyAndPrefer: Readonly<Record<string, Schema>> = {
  'idempotency-key': {
    type: 'string',
    description: `Names the request, so that it can be repeated without being done twice: the same key with the same body is the same request for ${KEPT_FOR_DAYS} days, with another body it is refused (422). Left out: every call is a request of its own.`,
    examples: ['2c1f6b5e-6f0e-4a3b-9f2d-6a1f0c9d7e11'],
  },
  prefer: {
    type: 'string',
    description: `wait=N (RFC 7240): waits up to N seconds, at most ${LONGEST_WAIT_S}, until it is decided and reads show it; Preference-Applied says what was granted. Left out: answers 202 at once.`,
    examples: ['wait=5'],
  },
};

/** Of what is asked for, and is never waited for. */
export const askHeaders: Schema = {
  type: 'object',
  properties: { 'idempotency-key': idempotencyAndPrefer['idempotency-key'] },
};

export const writeHeaders: Schema = { type: 'object', properties: idempotencyAndPrefer };

/** Of a change that may build on a read. */
export const changeHeaders: Schema = {
  type: 'object',
  properties: {
    ...idempotencyAndPrefer,
    'if-match': {
      type: 'string',
      description:
        'The ETag of what was read: 412 where the resource has got another version since. The version goes along with the request, so that its owner decides. *: it must be there.',
      examples: ['"3-Xk0bN1dF2gH3jK4lM5nP6qR7sT8"'],
    },
    'if-none-match': { type: 'string', description: '*: it must not be there yet.', examples: ['*'] },
  },
};

const takenIn = (fields: Readonly<Record<string, Schema>>): Schema =>
  answer(
    {
      requestId: {
        type: 'string',
        description: 'Under which the outcome is found: /requests/{requestId}.',
        examples: ['req-1f0c9d7e116a4a3b9f2d2c1f6b5e6f0e'],
      },
      status: { type: 'string', enum: ['undecided', 'accepted'] },
      ...fields,
      links,
    },
    // The ids that a write gives are there from the beginning; what became of it is told once that is known.
    ['requestId', 'status', ...Object.keys(fields).filter(name => name.endsWith('Id')), 'links'],
  );

const written = (fields: Readonly<Record<string, Schema>>): Schema => {
  const { properties, required, ...rest } = takenIn(fields);
  const decided = {
    version: { type: ['integer', 'null'], description: 'Of the resource that holds it; once it is accepted.' },
    shown: {
      type: 'boolean',
      description:
        'Accepted: whether reads show it already. A read model that is paused or being filled is not waited for.',
    },
    decidedAt: time('When it was accepted.'),
  };
  return { ...rest, properties: { ...(properties as object), ...decided }, required };
};

export const problemAnswer = (description: string, ...codes: readonly ProblemCode[]): Schema =>
  problemWith({}, description, ...codes);

/** A problem that says more than all do. */
export const problemWith = (
  more: Readonly<Record<string, Schema>>,
  description: string,
  ...codes: readonly ProblemCode[]
): Schema => ({
  description,
  content: {
    [problemMediaType]: {
      schema: {
        ...answer(
          {
            type: { type: 'string', description: 'A path of this API that explains the problem.' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string', ...(codes.length > 0 && { enum: codes }) },
            detail: { type: 'string' },
            requestId: { type: 'string', description: 'Of the HTTP request, as the log has it.' },
            request: { type: 'string', description: 'The address of the request that it is about.' },
            reason: { type: 'string', description: 'Where a request was rejected: why, as a stable code.' },
            errors: list(
              answer({ in: { type: 'string' }, pointer: { type: 'string' }, detail: { type: 'string' } }),
              'Every field at fault, by JSON pointer (RFC 6901).',
            ),
            ...more,
          },
          ['type', 'title', 'status', 'code', 'detail'],
        ),
        ...(codes[0] !== undefined && {
          examples: [{ ...problem(codes[0]), detail: errorCatalogue[codes[0]].meaning }],
        }),
      },
    },
  },
});

const failures = {
  400: problemAnswer('The request is malformed or invalid.', 'LP_API_INPUT_INVALID', 'LP_API_MALFORMED'),
  500: problemAnswer('Longplay failed.', 'LP_API_INTERNAL'),
  503: problemAnswer(
    'A server is away; see Retry-After.',
    'LP_API_UNAVAILABLE',
    'LP_API_VIEWS_MISSING',
    'LP_API_VIEWS_FILLING',
    'LP_API_DRAINING',
  ),
};

/** The answers of a write; `fields`: what they hold beside the request's id. */
export const writeAnswers = (
  creates: 'creates' | 'changes',
  fields: Readonly<Record<string, Schema>> = {},
): Readonly<Record<number, Schema>> => ({
  202: {
    ...written(fields),
    description: 'Taken in, for good; Location is where its outcome will be.',
    examples: [exampleOf(takenIn(fields))],
  },
  [creates === 'creates' ? 201 : 200]: {
    ...written(fields),
    description: 'Accepted, within the time that Prefer named.',
    examples: [{ ...(exampleOf(written(fields)) as object), status: 'accepted' }],
  },
  404: problemAnswer('Rejected: its owner does not know what it is about.', 'LP_API_REJECTED_UNKNOWN'),
  409: problemAnswer('Rejected: not as things stand.', 'LP_API_REJECTED_STATE', 'LP_API_OWNER_UNKNOWN'),
  412: problemWith(
    { version: { type: ['integer', 'null'], description: 'The one that is there, where it was refused at once.' } },
    'It rests on a version that was overtaken.',
    'LP_API_PRECONDITION_FAILED',
    'LP_API_REJECTED_VERSION',
  ),
  413: problemAnswer('The body is too large.', 'LP_API_BODY_TOO_LARGE'),
  415: problemAnswer('The body is not JSON.', 'LP_API_MEDIA_TYPE_UNSUPPORTED'),
  422: problemAnswer('Rejected: the content is at fault.', 'LP_API_REJECTED_CONTENT', 'LP_API_IDEMPOTENCY_KEY_REUSED'),
  ...failures,
  400: problemAnswer(
    'The request is malformed or invalid.',
    'LP_API_INPUT_INVALID',
    'LP_API_MALFORMED',
    'LP_API_IDEMPOTENCY_KEY_INVALID',
  ),
});

/** The answers of a read. */
export const readAnswers = (schema: Schema, description: string): Readonly<Record<number, Schema>> => ({
  200: { ...schema, description, examples: [exampleOf(schema)] },
  404: problemAnswer('Not known, or not decided yet: the detail says which.', 'LP_API_NOT_FOUND'),
  ...failures,
});

/** The answers of a read that finds something always, if only nothing. */
export function listAnswers(schema: Schema, description: string): Readonly<Record<number, Schema>> {
  const { 404: _never, ...answers } = readAnswers(schema, description);
  return answers;
}

export const paging: Readonly<Record<string, Schema>> = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    description: 'Most entries of a page. Default 20.',
    examples: [20],
  },
  cursor: text('Where the page begins: `nextCursor` of the page before it.', 4_000),
};
