import { describe, expect, it } from 'vitest';
import { checkSchema } from './check.ts';

const record = (name: string, fields: readonly object[]) => ({ type: 'record', name, fields });
const rulesOf = (candidate: unknown, previous: readonly string[] = []) =>
  checkSchema({ level: 'FULL_TRANSITIVE', previous, candidate: JSON.stringify(candidate) });

/** Whoever may ask the API for a check may send any text. */
describe('given a schema that wants to cost more than it is worth', () => {
  it('then a default in a union of records that hold each other is held to each type once', () => {
    const union = ['A', 'B'];
    const inner = record('Outer', [
      {
        name: 'value',
        type: [record('A', [{ name: 'next', type: union }]), record('B', [{ name: 'next', type: union }])],
        default: Array.from({ length: 60 }).reduce<object>(value => ({ next: value }), { other: 1 }),
      },
    ]);
    expect(rulesOf(inner).map(({ rule }) => rule)).toContain('default-refused');
  });

  it('then no default is proposed that has a thousand parts', () => {
    const types = Array.from({ length: 40 }, (_, n) =>
      record(`D${n}`, n === 0 ? [{ name: 'x', type: 'int' }] : [one('a', `D${n - 1}`), one('b', `D${n - 1}`)]),
    );
    const known = types.map(type => ({ name: `f${type.name}`, type: ['null', type], default: null }));
    const before = JSON.stringify(record('R', known));
    const findings = rulesOf(record('R', [...known, one('new', 'D39')]), [before]);
    expect(findings.map(({ rule }) => rule)).toContain('field-without-default');
    expect(JSON.stringify(findings).length).toBeLessThan(100_000);
  });

  it('then a fixed of a terabyte gets no default either', () => {
    const before = JSON.stringify(record('R', []));
    const huge = { type: 'fixed', name: 'F', size: 10 ** 12 };
    expect(rulesOf(record('R', [{ name: 'f', type: huge }]), [before])).toHaveLength(1);
  });

  it('then fixes are tried for some of its breaks only', () => {
    const before = JSON.stringify(record('R', []));
    const fields = Array.from({ length: 300 }, (_, n) => one(`f${n}`, 'string'));
    const findings = rulesOf(record('R', fields), [before]);
    expect(findings).toHaveLength(300);
    expect(findings[0]?.fixes.length).toBeGreaterThan(0);
    expect(findings.at(-1)?.fixes).toEqual([]);
  });

  it('then a chain of ten thousand types is told to be too long', () => {
    const types = Array.from({ length: 10_000 }, (_, n) => record(`N${n}`, n === 9_999 ? [] : [one('n', `N${n + 1}`)]));
    const [finding] = rulesOf(types, [JSON.stringify(types)]);
    expect(finding).toMatchObject({ rule: 'schema-invalid', sentence: expect.stringContaining('too long') });
  });
});

describe('given what registries refuse', () => {
  it.each([
    ['a name with a blank', { type: 'record', name: 'a b!', fields: [] }],
    ['a field that begins with a digit', record('R', [one('1-x', 'int')])],
    ['a field with a dot', record('R', [one('a.b', 'int')])],
    ['a symbol with a blank', { type: 'enum', name: 'E', symbols: ['A', 'B C'] }],
    [
      'a branch twice, before it is defined',
      record('R', [
        { name: 'u', type: ['null', 'Later', 'Later'] },
        { name: 'd', type: record('Later', []) },
      ]),
    ],
  ])('then %s is refused here too', (_, candidate) => {
    expect(rulesOf(candidate).map(({ rule }) => rule)).toEqual(['schema-invalid']);
  });
});

function one(name: string, type: string) {
  return { name, type };
}
