import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AvroType } from './avsc.ts';
import { LongOutOfRange, Refused } from './numbers.ts';
import { createResolver } from './resolver.ts';
import { parseSchema } from './schema.ts';

const long = parseSchema('"long"');
const int = parseSchema('"int"');
const float = parseSchema('"float"');
const double = parseSchema('"double"');
const largest = 2 ** 53 - 1;

/** The specification, over integers of any size: zigzag, then seven bits a byte, the lowest first. */
function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value >= 0n ? value * 2n : -value * 2n - 1n;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

function write(type: AvroType, value: unknown): Buffer {
  const bytes = Buffer.alloc(16);
  return bytes.subarray(0, type.encode(value, bytes, 0));
}

function read(type: AvroType, bytes: Buffer, writer = type): unknown {
  const { value, offset } = type.decode(bytes, 0, createResolver(type, writer));
  expect(offset).toBe(bytes.length);
  return value;
}

/** Both sides of every power of two, of every length of a varint, and of the range's ends, with their neighbours. */
const boundaries = [...Array(54).keys()]
  .flatMap(exponent => [2 ** exponent, -(2 ** exponent)])
  .flatMap(power => [...Array(21).keys()].map(offset => power + offset - 10))
  .concat([0, -0, largest, -largest])
  .filter(Number.isSafeInteger);

describe('given a long within ±(2^53 - 1)', () => {
  it.each([
    ['at every boundary', boundaries],
    ['in the 20,001 at the lower end', [...Array(20_001).keys()].map(offset => -largest + offset)],
    ['in the 20,001 at the upper end', [...Array(20_001).keys()].map(offset => largest - offset)],
    ['around -2^52, where avsc begins to err', [...Array(20_001).keys()].map(offset => -(2 ** 52) - 10_000 + offset)],
  ])('then %s the bytes are the specification’s, and reading gives it back', (_, values) => {
    for (const value of values) {
      const bytes = varint(BigInt(value));
      if (!write(long, value).equals(bytes)) expect(write(long, value)).toEqual(bytes);
      const { value: found, offset } = long.decode(bytes, 0);
      if (found !== value + 0 || offset !== bytes.length)
        expect({ found, offset }).toEqual({ found: value, offset: bytes.length });
    }
  });

  it('then any other, too', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), value => {
        const bytes = varint(BigInt(value));
        expect(write(long, value).equals(bytes)).toBe(true);
        expect(long.decode(bytes, 0)).toEqual({ value, offset: bytes.length });
      }),
      { numRuns: 20_000 },
    );
  });

  it('then avsc by itself would change some of them, in both directions (mtth/avsc#455)', () => {
    const bare = avsc.Type.forSchema('long');
    const value = -(2 ** 52) - 1;
    expect(bare.toBuffer(value)).not.toEqual(varint(BigInt(value)));
    expect(bare.fromBuffer(varint(BigInt(value)))).not.toBe(value);
  });
});

describe('given a long beyond', () => {
  it.each([2 ** 53, -(2 ** 53), 2 ** 63, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', 1n, null, undefined])(
    'then %s is not written',
    value => {
      expect(() => write(long, value)).toThrow(Refused);
      expect(long.isValid(value, { noUndeclaredFields: true, errorHook: () => undefined })).toBe(false);
    },
  );

  it.each([2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n, 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n)])(
    'then %s is not read',
    value => {
      expect(() => long.decode(varint(value), 0)).toThrow(LongOutOfRange);
    },
  );

  it('then no 64 bit value is read as another one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), value => {
        const safe = value >= -BigInt(largest) && value <= BigInt(largest);
        if (safe) expect(long.decode(varint(value), 0).value).toBe(Number(value));
        else expect(() => long.decode(varint(value), 0)).toThrow(LongOutOfRange);
      }),
      { numRuns: 20_000 },
    );
  });

  it('then a number of more than ten bytes is refused', () => {
    expect(() => long.decode(Buffer.from([...Array(10).fill(0xff), 0x01]), 0)).toThrow(Refused);
  });
});

describe('given a reader with a wider type', () => {
  it.each([
    ['int', int, long, -7, -7],
    ['int', int, double, 2 ** 31 - 1, 2 ** 31 - 1],
    ['int', int, float, 16_777_217, 16_777_216],
    ['long', long, float, 16_777_217, 16_777_216],
    ['long', long, double, -(2 ** 52) - 1, -(2 ** 52) - 1],
    ['float', float, double, 0.5, 0.5],
  ])('then %s is read as it should', (_, writer, reader, value, expected) => {
    expect(read(reader, write(writer, value), writer)).toBe(expected);
  });

  it('then a long that a double cannot hold is refused there as well', () => {
    expect(() => read(double, varint(2n ** 60n), long)).toThrow(LongOutOfRange);
    expect(() => read(float, varint(-(2n ** 60n)), long)).toThrow(LongOutOfRange);
  });
});

describe('given an int or a float', () => {
  it('then an int of more than 32 bits is neither written nor read', () => {
    for (const value of [2 ** 31, -(2 ** 31) - 1, 0.5]) expect(() => write(int, value)).toThrow(Refused);
    for (const value of [2n ** 31n, -(2n ** 31n) - 1n]) expect(() => int.decode(varint(value), 0)).toThrow(Refused);
    for (const value of [2 ** 31 - 1, -(2 ** 31)]) expect(read(int, write(int, value))).toBe(value);
  });

  it('then a number that 32 bits would turn into infinity is not written as a float', () => {
    expect(() => write(float, 1e39)).toThrow(Refused);
    for (const value of [3.4e38, Number.POSITIVE_INFINITY])
      expect(read(float, write(float, value))).toBe(Math.fround(value));
    expect(read(float, write(float, Number.NaN))).toBeNaN();
  });
});
