import { z } from 'zod';

/*
 * What a line may hold. A field that is not known is refused: a misspelt name would else be lost without a word. An
 * empty text says as much as none.
 */

const text = (most: number) =>
  z
    .string('takes a text')
    .max(most, `takes at most ${most} characters`)
    // UTF-8 cannot hold half a character.
    .refine(value => value.isWellFormed(), 'holds half a character (a lone surrogate)');
const filled = (most: number) => text(most).refine(value => value.trim() !== '', 'must not be empty');
const optional = (most: number) =>
  text(most)
    .nullish()
    .transform(value => (value == null || value.trim() === '' ? null : value));

/** What may be left out; facts hold null then. */
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? null);

/** Ids end up in keys, addresses and file names of others. */
const id = filled(200).refine(
  value => !/\p{Cc}/u.test(value) && value.trim() === value,
  'takes no control characters and no spaces around it',
);

const whole = (least: number) =>
  z
    .number('takes a number')
    .refine(value => Number.isSafeInteger(value) && value >= least, `takes a whole number, ${least} or more`);

const money = z.strictObject({
  /** Minor units. */
  amount: whole(0),
  currency: z.string('takes a text').regex(/^[A-Z]{3}$/, 'takes a code of ISO 4217, such as USD'),
});

const address = z.strictObject({
  recipient: optional(200),
  street: optional(500),
  city: optional(200),
  state: optional(200),
  postalCode: optional(50),
  country: optional(200),
});

const instant = z.iso
  .datetime({ offset: true, error: 'takes a time as of ISO 8601, with its zone, such as 2021-01-01T00:00:00Z' })
  .transform(value => Date.parse(value));

const MOST_LINES = 500;

export const shapes = {
  products: z.strictObject({
    sku: id,
    title: filled(1_000),
    artist: filled(1_000),
    album: optional(1_000),
    genre: optional(200),
    format: filled(200),
    price: money,
  }),
  customers: z.strictObject({
    customerId: id,
    name: optional(500),
    email: optional(320),
    phone: optional(100),
    company: optional(500),
    address: maybe(address),
  }),
  stock: z.strictObject({ sku: id, quantity: whole(1), receiptId: maybe(id), reference: optional(500) }),
  orders: z.strictObject({
    orderId: id,
    customerId: id,
    placedAt: maybe(instant),
    shippingAddress: maybe(address),
    lines: z
      .array(z.strictObject({ sku: id, quantity: whole(1), unitPrice: maybe(money) }), 'takes a list')
      .min(1, 'takes at least one line')
      .max(MOST_LINES, `takes at most ${MOST_LINES} lines`),
    total: maybe(money),
    note: optional(10_000),
  }),
} as const;

export type KindName = keyof typeof shapes;
export type LineOf<K extends KindName> = z.output<(typeof shapes)[K]>;

/** What is wrong with one field of a line. `field` is a JSON pointer; empty: the line as a whole. */
export type Refusal = { readonly field: string; readonly reason: string };

export type Parsed<T> = { readonly value: T } | { readonly refused: readonly Refusal[] };

/** Reads one line. Every field that is wrong is named, not only the first. */
export function parseLine<K extends KindName>(kind: K, line: string): Parsed<LineOf<K>> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { refused: [{ field: '', reason: 'is not JSON' }] };
  }
  const result = shapes[kind].safeParse(json, { reportInput: true });
  if (result.success) return { value: result.data as LineOf<K> };
  return { refused: result.error.issues.flatMap(refusalsOf) };
}

function refusalsOf(issue: z.core.$ZodIssue): readonly Refusal[] {
  const field = pointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({ field: `${field}${pointer([key])}`, reason: 'is not known' }));
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  if (missing) return [{ field, reason: 'is missing' }];
  const isObject = issue.code === 'invalid_type' && issue.expected === 'object';
  return [{ field, reason: isObject ? 'takes an object' : issue.message }];
}

/** RFC 6901. */
const pointer = (path: readonly PropertyKey[]): string =>
  path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
