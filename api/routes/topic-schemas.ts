import { answer, id, list, nullable, object, text } from './schemas.ts';

type Schema = Readonly<Record<string, unknown>>;

const name = id('Without the installation’s prefix.', 'orders');
export const topicParams = object({ name }, ['name']);

const offset = (description: string): Schema => ({
  type: 'string',
  pattern: '^[0-9]{1,19}$',
  description,
  examples: ['41'],
});
const base64 = (description: string): Schema => ({ type: ['string', 'null'], contentEncoding: 'base64', description });

export const exampleRecord = {
  topic: 'products',
  partition: 1,
  offset: '41',
  time: '2026-11-21T10:00:00.000Z',
  key: 'lp-1',
  tombstone: false,
  schemaId: 12,
  value: { sku: 'lp-1', version: 1, title: 'Kind of Blue' },
  undecodable: null,
  headers: [{ name: 'ce_type', value: 'longplay.product.put' }],
  raw: {
    key: 'bHAtMQ==',
    value: 'AAAAAAwIbHAtMQ==',
    headers: [{ name: 'ce_type', value: 'bG9uZ3BsYXkucHJvZHVjdC5wdXQ=' }],
  },
};

export const record: Schema = {
  ...answer(
    {
      topic: { type: 'string' },
      partition: { type: 'integer' },
      offset: offset('As text, since it may be larger than the numbers that JSON readers hold.'),
      time: { type: 'string', format: 'date-time', description: 'As its writer or the broker stamped it.' },
      key: nullable({ type: 'string' }),
      tombstone: { type: 'boolean', description: 'There is no value: the key was deleted.' },
      schemaId: { type: ['integer', 'null'], description: 'Of the schema that it was written with.' },
      value: {
        type: ['object', 'null'],
        description:
          'Decoded, as today’s schema reads it: whole numbers are exact, times are milliseconds, bytes are base64, personal texts are ciphertext.',
      },
      undecodable: {
        ...answer({ reason: { type: 'string' }, detail: { type: 'string' } }, ['reason', 'detail']),
        type: ['object', 'null'],
        description: 'Why the value could not be decoded.',
      },
      headers: list(answer({ name: { type: 'string' }, value: { type: ['string', 'null'] } }, ['name', 'value'])),
      raw: answer(
        {
          key: base64('The key’s bytes.'),
          value: base64('The value’s bytes, with their framing.'),
          headers: list(answer({ name: { type: 'string' }, value: base64('Its bytes.') }, ['name', 'value'])),
        },
        ['key', 'value', 'headers'],
      ),
    },
    ['topic', 'partition', 'offset', 'time', 'key', 'tombstone', 'schemaId', 'value', 'undecodable', 'headers', 'raw'],
  ),
  examples: [exampleRecord],
};

export const recordsQuery = object({
  partition: {
    type: 'integer',
    minimum: 0,
    maximum: 100_000,
    description: 'Which partition. Needed unless `key` or `cursor` is given.',
    examples: [0],
  },
  offset: {
    ...offset('Forwards from this offset. None of this, `before` and `time`: the newest page.'),
    examples: ['0'],
  },
  before: {
    ...offset('Backwards from this offset: the page that ends before it.'),
    examples: ['42'],
  },
  time: {
    type: 'string',
    format: 'date-time',
    description: 'Forwards from the first record that is stamped so or later.',
    examples: ['2026-11-21T00:00:00Z'],
  },
  key: {
    ...text(
      'Only records of this key, of its partition, from the oldest on; as far as the time allows.',
      1_000,
      'lp-1',
    ),
  },
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    description: 'Most records of a page. Default 20.',
    examples: [20],
  },
  cursor: text('`olderCursor` or `newerCursor` of another page; with the same `key`, where that had one.', 200),
  open: {
    type: 'boolean',
    description: 'Opens personal texts. Takes the scope admin; who did it is logged. Default false.',
    examples: [false],
  },
});

export const recordsAnswer: Schema = answer(
  {
    topic: { type: 'string' },
    partition: { type: 'integer' },
    start: offset('The first offset that is kept.'),
    end: offset('Where the next record will be, at the least: the last stable offset.'),
    records: list(record, 'In the order of their offsets.'),
    scanned: {
      ...answer({ from: offset('From here …'), to: offset('… to before this.') }, ['from', 'to']),
      description: 'Every offset in it was looked at: there is nothing in it but what `records` shows.',
    },
    gaps: list(
      answer(
        {
          from: offset('From here …'),
          to: offset('… to before this.'),
          what: { type: 'string', enum: ['commit', 'abort', 'aborted', 'gone'] },
        },
        ['from', 'to', 'what'],
      ),
      'What the offsets of `scanned` hold that `records` does not show: the marker of a transaction (`commit`, `abort`), records of an `aborted` one, or nothing any more (`gone`: compacted away or trimmed). None where a key was asked for.',
    ),
    complete: {
      type: 'boolean',
      description: 'Whether it was looked at as far as the page could reach; false: time or bytes ran out before.',
    },
    olderCursor: nullable(text('The page before it. Null: nothing is older, or a key was asked for.', 200)),
    newerCursor: text('The page after it; at the end, what has come since.', 200),
  },
  ['topic', 'partition', 'start', 'end', 'records', 'scanned', 'gaps', 'complete', 'olderCursor', 'newerCursor'],
);
