import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formsOf, SHORTEST_TEXT_BYTES } from './forms.ts';

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter(one => Buffer.byteLength(one) >= SHORTEST_TEXT_BYTES && one.isWellFormed());

const ascii = (json: string): string =>
  json.replaceAll(/[\u0080-\uffff]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('the forms of a text', () => {
  it('given any text within any others, then it is found in each way that it may be written', () => {
    fc.assert(
      fc.property(text, fc.string(), fc.string(), (one, before, after) => {
        const whole = before.toWellFormed() + one + after.toWellFormed();
        const json = JSON.stringify(whole);
        const bytes = Buffer.from(whole);
        const written = [
          whole,
          json,
          ascii(json),
          encodeURIComponent(whole),
          bytes.toString('hex'),
          bytes.toString('base64'),
          bytes.toString('base64url'),
        ].map(form => Buffer.from(form));
        const forms = formsOf(one);
        for (const form of [...written, Buffer.from(whole, 'utf16le')]) {
          expect(forms.some(needle => form.includes(needle))).toBe(true);
        }
      }),
      { numRuns: 300, seed: 908 },
    );
  });
});
