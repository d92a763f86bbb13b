import { describe, expect, it } from 'vitest';
import { checkSchema } from './check.ts';
import { applyEdits } from './fix/edits.ts';

const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more });

describe('given the same fault in two records of a union', () => {
  const branches = (one: object[], other: object[]) => [
    { type: 'record', name: 'Card', namespace: 'shop', fields: one },
    { type: 'record', name: 'Voucher', namespace: 'shop', fields: other },
  ];
  const read = [field('e', 'null', { aliases: ['a', 'f'] })];
  const written = [field('a', 'null'), field('e', 'null')];
  const previous = [branches(written, written)];

  it('when a fix of one is applied, then the other alone is still found', () => {
    const text = JSON.stringify(branches(read, read), null, 2);
    const errors = (candidate: string) =>
      checkSchema({ level: 'BACKWARD', previous, candidate }).filter(({ severity }) => severity === 'error');
    const [first, second, ...others] = errors(text);

    expect([first?.rule, second?.rule, others]).toEqual(['field-ambiguous', 'field-ambiguous', []]);
    expect(first?.fingerprint).not.toBe(second?.fingerprint);
    const left = errors(applyEdits(text, first?.fixes[0]?.edits ?? []));
    expect(left.map(({ fingerprint }) => fingerprint)).toEqual([second?.fingerprint]);
  });

  it('when both break a version that the level does not compare with, then one can be accepted without the other', () => {
    const between = branches([field('e', 'null')], [field('e', 'null')]);
    const candidate = branches(read, read);
    const warnings = checkSchema({ level: 'BACKWARD', previous: [...previous, between], candidate });
    expect(warnings.map(({ rule }) => rule)).toEqual(['older-version-breaks', 'older-version-breaks']);
    expect(warnings[0]?.fingerprint).not.toBe(warnings[1]?.fingerprint);
  });
});
