import { describe, expect, it } from 'vitest';
import { type AvroCase, compatCases, type RegistryCase } from '../../test/setup/compat-cases.ts';
import { checkSchema } from './check.ts';
import { findIncompatibilities, type Incompatibility } from './incompatibilities.ts';
import { type CompatibilityLevel, checkLevel } from './level.ts';

const pairs = compatCases<AvroCase>('avro-compat-cases.json');

describe.skipIf(pairs.note !== '')(`given the pairs of other implementations’ tests${pairs.note}`, () => {
  const broken = pairs.cases.filter(one => !one.compatible);

  it('then each of them gets the verdict of Avro Java', () => {
    const wrong = pairs.cases.filter(one => (findIncompatibilities(one).length === 0) !== one.compatible);

    expect(wrong.map(one => one.id)).toEqual([]);
    expect(pairs.cases).toHaveLength(363);
  });

  it('then the first incompatibility has Java’s type and location, and all of them where all are given', () => {
    const located = broken.filter(one => one.incompatibility !== null);
    for (const one of located) {
      const found = findIncompatibilities(one);
      expect(javaOf(found)[0], one.id).toMatchObject({ incompatibility: one.incompatibility, location: one.location });
      if (one.all !== undefined) expect(javaOf(found), one.id).toEqual(one.all);
    }
    expect(located).toHaveLength(158);
  });

  it('then each names a field, a symbol or a type at the leaf, and both positions', () => {
    for (const one of broken) {
      const found = findIncompatibilities({ reader: text(one.reader), writer: text(one.writer) });
      for (const { causes } of found) {
        expect(causes.length, one.id).toBeGreaterThan(0);
        for (const cause of causes) {
          expect(cause.reader, one.id).not.toBeNull();
          expect(cause.writer, one.id).not.toBeNull();
          if (cause.kind === 'symbol-missing') expect(cause.names, one.id).not.toEqual([]);
          if (cause.kind === 'field-without-default') expect(cause.path, one.id).not.toBe('');
          // Never the union as the thing that was written: always the type in it that nobody reads.
          expect(cause.writerType, one.id).not.toContain(' or ');
        }
      }
    }
  });

  it('then a schema as text, as a value and parsed by somebody else make no difference', () => {
    for (const one of broken) {
      const asText = findIncompatibilities({ reader: text(one.reader), writer: text(one.writer) });
      expect(javaOf(asText), one.id).toEqual(javaOf(findIncompatibilities(one)));
    }
  });
});

const levels = compatCases<RegistryCase>('registry-compat-cases.json');

describe.skipIf(levels.note !== '')(`given the registries’ own tests of levels${levels.note}`, () => {
  it('then each of them gets the registry’s verdict', () => {
    const wrong = levels.cases.filter(one => checkLevel(asCheck(one)).compatible !== one.compatible);

    expect(wrong.map(one => one.id)).toEqual([]);
    expect(levels.cases).toHaveLength(220);
  });
});

describe.skipIf(pairs.note !== '' || levels.note !== '')(`given all cases that are incompatible${pairs.note}`, () => {
  const checks = [
    ...pairs.cases.map(one => ({ ...one, level: 'BACKWARD', previous: [one.writer], candidate: one.reader })),
    ...levels.cases.map(one => ({ ...one, ...asCheck(one) })),
  ].filter(one => !one.compatible);

  it('then each finding speaks of a field, a symbol or a type by its name, and none of a branch', () => {
    for (const { id, level, previous, candidate } of checks) {
      const findings = checkSchema({ level: level as CompatibilityLevel, previous, candidate });
      const errors = findings.filter(finding => finding.severity === 'error');
      expect(errors.length, id).toBeGreaterThan(0);
      for (const { rule, path, sentence, versions } of errors) {
        expect(sentence, id).not.toMatch(/\b(branch|union)\b/);
        expect(sentence, id).toContain(path === '' ? 'The value' : path);
        expect(sentence, id).toMatch(named[rule] ?? /[\s\S]/);
        expect(versions.length, id).toBeGreaterThan(0);
      }
    }
    expect(checks.length).toBe(283);
  });
});

const types = '(null|boolean|int|long|float|double|bytes|string|array of|map of|(record|enum|fixed) \\w+)';

/** What a sentence must name beside the path. */
const named: Readonly<Record<string, RegExp>> = {
  'type-changed': new RegExp(` is ${types}.* and ${types}.* in .* cannot read it\\.$`),
  'type-not-taken': new RegExp(` may be ${types}.* only ${types}`),
  'null-not-taken': new RegExp(` may be null in .* and ${types}.* cannot\\.$`),
  'symbol-missing': / may be \w+.* and enum \w+ in /,
  'type-renamed': / is (record|enum|fixed) \w+.* (record|enum|fixed) \w+ .*without an alias/,
  'size-changed': / is fixed \w+ of \d+ bytes in .* fixed \w+ of \d+ bytes in /,
};

function javaOf(found: readonly Incompatibility[]) {
  return found.map(({ type, location, message }) => ({ incompatibility: type, location, message }));
}

function text(schema: object | string): string {
  return JSON.stringify(schema, null, 2);
}

function asCheck({ level, previous, candidate, compatibility_group: group }: RegistryCase) {
  return {
    level: level as CompatibilityLevel,
    previous: previous.map((schema, index) => ({ schema, group: group?.previous[index] ?? null })),
    candidate: { schema: candidate, group: group?.candidate ?? null },
  };
}
