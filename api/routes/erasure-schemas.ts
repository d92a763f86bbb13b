import { answer, id, links, list, object, problemAnswer, readAnswers, time } from './schemas.ts';

const tags = ['customers'];
const customerId = id('The customer.', 'customer-2');
const params = object({ customerId }, ['customerId']);

const running = {
  ...answer(
    {
      customerId,
      status: { type: 'string', enum: ['searching'] },
      phase: {
        type: 'string',
        enum: ['waiting', 'topics', 'tables', 'folders'],
        description: 'What is being searched; `waiting`: until no process can have the key in memory any more.',
      },
      read: { type: 'integer', description: 'Records, rows and files that were searched.' },
      startedAt: time('When it began.'),
      links,
    },
    ['customerId', 'status', 'phase', 'read', 'startedAt', 'links'],
  ),
  examples: [
    {
      customerId: 'customer-2',
      status: 'searching',
      phase: 'topics',
      read: 120_000,
      startedAt: '2027-03-01T10:00:31.000Z',
      links: { self: '/customers/customer-2/erasure' },
    },
  ],
};

const count = { type: 'integer' };
const place = {
  type: 'object',
  description: 'topic, partition and offset; or table and row; or file and byte. Never what was found.',
};

const certificate = {
  ...answer(
    {
      certificate: { type: 'string', enum: ['longplay-erasure'] },
      version: { type: 'integer', description: 'Of this form.' },
      customerId,
      installation: answer({ prefix: { type: 'string' }, clusterId: { type: 'string' } }),
      erased: {
        ...answer({
          topic: { type: 'string' },
          partition: count,
          offset: count,
          version: count,
          requestedAt: { type: ['string', 'null'], format: 'date-time' },
          keyDestroyedAt: time('Since when nobody has the key.'),
        }),
        description: 'The fact that says that the key was destroyed.',
      },
      key: answer({ id: { type: 'string' }, destroyed: { type: 'boolean' } }),
      startedAt: time('When the search began.'),
      finishedAt: time('When it ended.'),
      program: { type: 'string', description: 'Version of Longplay.' },
      texts: { type: 'integer', description: 'Given texts that were looked for in every byte.' },
      topics: list({ type: 'object' }, 'With the offsets between which each partition was read.'),
      tables: list({ type: 'object' }, 'With their rows.'),
      folders: list({ type: 'object' }, 'With their files.'),
      totals: answer({
        records: count,
        rows: count,
        files: count,
        sealed: { type: 'integer', description: 'Texts that are sealed for this customer, and cannot be opened.' },
        unread: count,
        findings: count,
      }),
      unread: list(answer({ why: { type: 'string' }, place }), 'What could not be read, by a schema or at all.'),
      findings: list(answer({ what: { type: 'string' }, place }), 'What should not be there.'),
      clean: { type: 'boolean', description: 'Whether nothing readable was found.' },
      sha256: { type: 'string', description: 'Of everything else in it, as canonical JSON (RFC 8785).' },
    },
    ['certificate', 'version', 'customerId', 'clean', 'totals', 'sha256'],
  ),
  examples: [
    {
      certificate: 'longplay-erasure',
      version: 1,
      customerId: 'customer-2',
      installation: { prefix: 'longplay', clusterId: 'q1Sh-9_ISia_zwGINzRvyQ' },
      erased: {
        topic: 'longplay.customers',
        partition: 1,
        offset: 811,
        version: 7,
        requestedAt: '2027-03-01T09:58:00.000Z',
        keyDestroyedAt: '2027-03-01T10:00:00.000Z',
      },
      key: { id: 'nJq0cWv1xk2B', destroyed: true },
      startedAt: '2027-03-01T10:00:31.000Z',
      finishedAt: '2027-03-01T10:00:34.000Z',
      program: '0.2.0',
      texts: 0,
      topics: [
        {
          topic: 'longplay.customers',
          records: 7,
          sealed: 24,
          partitions: [{ partition: 1, from: 0, to: 812, records: 7 }],
        },
      ],
      tables: [{ table: 'longplay_views_customers_1.customers', rows: 59, sealed: 0 }],
      folders: [],
      totals: { records: 7, rows: 59, files: 0, sealed: 24, unread: 0, findings: 0 },
      unread: [],
      findings: [],
      clean: true,
      sha256: '0'.repeat(64),
    },
  ],
};

const { 404: notFound, ...failures } = readAnswers(certificate, 'The newest certificate.');
const searching = { ...running, description: 'The search runs; Location is where its certificate will be.' };

export const beginSchema = {
  operationId: 'certifyErasure',
  summary: 'Search for what is left of an erased customer',
  description:
    'Begins a search of every topic, table and local state for what can be read of the customer, who must be erased already. It runs in the process that was asked, one at a time; asked again meanwhile, it is the same search. Nothing is changed.',
  tags,
  params,
  response: {
    ...Object.fromEntries(Object.entries(failures).filter(([status]) => status !== '200')),
    202: searching,
    404: problemAnswer('No such customer.', 'LP_API_NOT_FOUND'),
    409: problemAnswer('Not as things stand.', 'LP_API_ERASURE_NOT_DONE', 'LP_API_ERASURE_BUSY'),
  },
};

export const readSchema = {
  operationId: 'readErasure',
  summary: 'Read the certificate of an erasure',
  description:
    'The newest certificate, exactly as it was made: `longplay customers erasure --verify FILE` checks it. While a search for this customer runs in the process that is asked, how far it is.',
  tags,
  params,
  headers: {
    type: 'object',
    properties: { 'if-none-match': { type: 'string', description: 'The ETag at hand: 304 where it still holds.' } },
  },
  response: {
    ...failures,
    202: searching,
    304: { description: 'The ETag at hand still holds.', type: 'null' },
    404: notFound,
  },
};
