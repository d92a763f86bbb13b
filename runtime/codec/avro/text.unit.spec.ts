import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refused } from './numbers.ts';
import { parseSchema } from './schema.ts';

const string = parseSchema('"string"');

function write(value: unknown, room: number): Buffer | number {
  const bytes = Buffer.alloc(room);
  const end = string.encode(value, bytes, 0);
  return end < 0 ? end : bytes.subarray(0, end);
}

describe('given a text', () => {
  it.each([
    '',
    'a',
    'é',
    '€',
    '𝄞',
    'a'.repeat(40),
    'a'.repeat(41),
    `${'a'.repeat(39)}é`,
    'é'.repeat(63),
    'é'.repeat(64),
  ])('then %j comes back, byte for byte UTF-8', value => {
    const bytes = write(value, 4096) as Buffer;
    expect(bytes.subarray(-Buffer.byteLength(value) || bytes.length).toString()).toBe(value);
    expect(string.decode(bytes, 0)).toEqual({ value, offset: bytes.length });
  });

  it('then any well-formed one comes back, however long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 5_000, size: 'max' }), value => {
        const bytes = write(value, 100_000) as Buffer;
        expect(string.decode(bytes, 0)).toEqual({ value, offset: bytes.length });
      }),
      { numRuns: 300 },
    );
  });

  it('then one that may not fit is reported as missing room, not cut', () => {
    for (const [value, room] of [
      ['é'.repeat(50), 60],
      ['abc', 3],
      ['a'.repeat(100), 100],
    ] as const) {
      expect(write(value, room)).toBeLessThan(0);
    }
  });

  it.each(['\ud800', 'a\udc00', `${'x'.repeat(100)}\ud800`])('then a lone surrogate is refused (%j)', value => {
    expect(() => write(value, 4096)).toThrow(Refused);
  });
});
