import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { acceptanceLine, InvalidAcceptanceError, parseAcceptances, staleAcceptances } from './acceptances.ts';
import { checkSchema } from './check.ts';
import { type Finding, isBlocking, placeOf } from './finding.ts';
import type { CompatibilityLevel } from './level.ts';
import { readSchema } from './read-schema.ts';
import { ruleOf, rules } from './rules.ts';
import { versionsParty } from './sentences.ts';

const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more });
const record = (...fields: object[]) => ({ type: 'record', name: 'Order', namespace: 'shop', fields });

/** Every rule that some example here met. */
const met = new Set<string>();

function check(previous: object[], candidate: object, level: CompatibilityLevel = 'BACKWARD'): Finding[] {
  const text = JSON.stringify(candidate, null, 2);
  const candidateSchema = readSchema(text, { file: 'order.avsc' });
  const findings = checkSchema({ subject: 'orders-value', level, previous, candidate: candidateSchema });
  for (const { rule } of findings) met.add(rule);
  return findings;
}

function found(previous: object[], candidate: object, level?: CompatibilityLevel): string[] {
  return check(previous, candidate, level).map(({ rule, path }) => `${rule} ${path}`.trim());
}

describe('given a break with several versions', () => {
  const address = (...fields: object[]) => ['null', { type: 'record', name: 'Address', fields }];
  const street = field('street', 'string');
  const before = record(field('shipTo', address(street), { default: null }));
  const now = record(field('shipTo', address(street, field('country', 'string')), { default: null }));

  it('then one finding names the field, the versions, both places, the rule and what mends it', () => {
    const [finding, ...others] = check([before, before, before], now, 'FULL_TRANSITIVE');

    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'field-without-default',
      severity: 'error',
      subject: 'orders-value',
      path: 'shipTo.country',
      sentence: 'shipTo.country has no default in this schema, and records of versions 1–3 lack it.',
      direction: 'backward',
      versions: ['1', '2', '3'],
      avro: { type: 'MISSING_UNION_BRANCH', location: '/fields/0/type/1' },
    });
    expect(finding && placeOf(finding)).toBe('order.avsc:18:13');
    expect(finding?.fixes.map(fix => fix.sentence)).toEqual([
      'give country a default: "default": ""',
      'make country optional: ["null", "string"] with "default": null',
    ]);
  });

  it('then the other direction speaks of the older readers', () => {
    const [finding] = check([record(field('id', 'string'))], record(), 'FULL');
    expect(finding?.sentence).toBe('id has no default in version 1, and records of this schema lack it.');
    expect(finding?.direction).toBe('forward');
  });

  it('then a text that is no schema is a finding too', () => {
    const [finding] = checkSchema({ level: 'FULL', previous: [], candidate: readableBroken });
    expect(finding).toMatchObject({ rule: 'schema-invalid', severity: 'error', candidate: { line: 2, column: 3 } });
  });

  it('then a version that is no schema is told, and the others are compared all the same', () => {
    const references = { type: 'record', name: 'R', fields: [{ name: 'a', type: 'of.another.Subject' }] };
    const previous = [{ version: 'id 7', schema: references }, before];
    const findings = checkSchema({ level: 'BACKWARD_TRANSITIVE', previous, candidate: now });

    expect(findings.map(({ rule, versions }) => `${rule} ${versions}`)).toEqual([
      'schema-invalid id 7',
      'field-without-default 2',
    ]);
    expect(findings[0]?.sentence).toBe('Id 7 is no Avro schema: No type is named of.another.Subject.');
  });

  const readableBroken = '{ "type": "record", "name": "R"\n  "fields": [] }';
});

describe('given what every checker lets through', () => {
  const logical = (type: string, logicalType: string, more: object = {}) => ({ type, logicalType, ...more });
  const decimal = (precision: number, scale: number) => logical('bytes', 'decimal', { precision, scale });
  const symbols = (...names: string[]) => ({ type: 'enum', name: 'Size', symbols: names, default: names[0] });
  const change = (before: unknown, now: unknown, more: object = {}, nowMore: object = more) =>
    found([record(field('f', before, more))], record(field('f', now, nowMore)), 'BACKWARD');

  it('then a rename without alias is suspected, with one it is not', () => {
    const before = record(field('total', 'int', { default: 0 }), field('note', 'string', { default: '' }));
    const now = (more: object) =>
      record(field('amount', 'int', { default: 0, ...more }), field('note', 'string', { default: '' }));
    expect(found([before], now({}), 'FULL_TRANSITIVE')).toEqual(['rename-loses-values amount']);
    expect(found([before], now({ aliases: ['total'] }), 'BACKWARD')).toEqual([]);
    expect(found([before], record(field('text', 'string', { default: '' }), field('total', 'int')))).toEqual([
      'rename-loses-values text',
    ]);
    expect(found([before], record(field('total', 'int'), field('flag', 'boolean', { default: false })))).toEqual([]);
  });

  it('then changed meanings of the same bytes are told', () => {
    expect(change(decimal(9, 2), decimal(9, 4))).toEqual(['decimal-scale-changed f']);
    expect(change(decimal(9, 2), decimal(5, 2))).toEqual(['decimal-precision-changed f']);
    expect(change(decimal(5, 2), decimal(9, 2))).toEqual([]);
    expect(change(logical('long', 'timestamp-millis'), logical('long', 'timestamp-micros'))).toEqual([
      'time-unit-changed f',
    ]);
    expect(change('long', logical('long', 'timestamp-millis'))).toEqual(['logical-type-changed f']);
    expect(change(['null', decimal(9, 2)], ['null', decimal(9, 4)])).toEqual(['decimal-scale-changed f']);
  });

  it('then what loses digits or bytes is told', () => {
    expect(change('long', 'double')).toEqual(['precision-lost f']);
    expect(change('int', 'float')).toEqual(['precision-lost f']);
    expect(change('int', 'double')).toEqual([]);
    expect(change('bytes', 'string')).toEqual(['text-and-bytes f']);
    expect(change('double', 'long')).toEqual(['type-changed f']);
  });

  it('then changed defaults and orders are told', () => {
    expect(change('string', 'string', { default: 'GB' }, { default: 'IE' })).toEqual(['default-changed f']);
    expect(change(symbols('S', 'M', 'L'), symbols('S', 'L', 'M'))).toEqual(['enum-reordered f']);
    expect(change(symbols('S', 'M'), symbols('S', 'M', 'L'))).toEqual([]);
    expect(change(symbols('S', 'M'), { ...symbols('S', 'M'), default: 'M' })).toEqual(['default-changed f']);
    const map = { type: 'map', values: 'int' };
    expect(change(map, map, { default: { a: 1, b: 2 } }, { default: { b: 2, a: 1 } })).toEqual([]);
  });

  it('then a changed TypeScript type is told in its words', () => {
    const [finding] = check([record(field('f', ['null', 'double']))], record(field('f', ['null', 'double', 'long'])));
    expect(finding?.rule).toBe('union-shape-changed');
    expect(finding?.sentence).toBe(
      'f was null or double and is null or double or long: in TypeScript number becomes { double: number } | { long: number }.',
    );
    expect(change('string', ['null', 'string'])).toEqual([]);
    expect(change(['string', 'int'], ['string', 'int', 'long'])).toEqual(['union-shape-changed f']);
    expect(change(['string', 'int'], ['string', 'int', 'boolean'])).toEqual([]);
  });

  it('then defaults that clients refuse are told, and those that all take are not', () => {
    const alone = (type: unknown, value: unknown) => found([], record(field('f', type, { default: value })));
    for (const [type, value] of [
      [['null', 'string'], 'x'],
      ['int', 1.5],
      ['int', 2 ** 31],
      [symbols('S'), 'XL'],
      [{ type: 'enum', name: 'E', symbols: ['A'], default: 'B' }, 'A'],
      [{ type: 'array', items: 'int' }, ['a']],
      [{ type: 'fixed', name: 'F', size: 2 }, 'abc'],
      [{ type: 'record', name: 'In', fields: [field('a', 'int')] }, {}],
    ]) {
      expect(alone(type, value), JSON.stringify(type)).toEqual(['default-refused f']);
      expect(
        () => avsc.Type.forSchema(record(field('f', type, { default: value })) as avsc.Schema),
        JSON.stringify(type),
      ).toThrow();
    }
    for (const [type, value] of [
      [['null', 'string'], null],
      [['string', 'null'], 'x'],
      ['double', 1.5],
      [{ type: 'map', values: 'int' }, { a: 1 }],
      [{ type: 'record', name: 'In', fields: [field('a', 'int', { default: 1 })] }, {}],
    ]) {
      expect(alone(type, value), JSON.stringify(type)).toEqual([]);
      avsc.Type.forSchema(record(field('f', type, { default: value })) as avsc.Schema);
    }
  });

  it('then names that only some readers understand are told', () => {
    const before = record();
    expect(found([before], { ...before, namespace: 'orders' })).toEqual(['namespace-changed']);
    expect(found([before], { ...before, namespace: 'orders', aliases: ['shop.Order'] })).toEqual([]);
    expect(found([before], { ...before, aliases: ['Purchase'] })).toEqual(['alias-not-full']);
  });

  it('then older versions that the level does not look at are told', () => {
    const [v1, v2] = [record(field('code', 'string')), record()];
    const back = record(field('code', 'int', { default: 0 }));
    expect(found([v1, v2], back, 'BACKWARD')).toEqual(['field-readded code']);
    expect(found([v1, v2], back, 'BACKWARD_TRANSITIVE')).toEqual(['type-changed code']);

    const late = (more: object) => record(field('a', 'int', more));
    expect(found([record(), late({ default: 0 })], late({}), 'BACKWARD')).toEqual(['older-version-breaks a']);
    expect(found([record(), late({ default: 0 })], late({}), 'NONE')).toEqual([]);
  });

  it('then a type that is used twice is told once', () => {
    const twice = (...names: string[]) => record(field('a', symbols(...names)), field('b', 'Size'));
    expect(found([twice('S', 'M')], twice('M', 'S'))).toEqual(['enum-reordered a', 'default-changed a']);
  });
});

describe('given warnings that somebody accepts', () => {
  const before = record(field('country', 'string', { default: 'GB' }));
  const now = record(field('country', 'string', { default: 'IE' }));
  const [warning] = check([before], now);

  it('then a fingerprint outlives edits elsewhere, and not those of the thing itself', () => {
    const moved = record(
      field('id', 'string', { default: '', doc: 'new' }),
      field('country', 'string', { default: 'IE', doc: 'x' }),
    );
    const other = record(field('country', 'string', { default: 'FR' }));

    expect(check([before, before], moved).map(one => one.fingerprint)).toEqual([warning?.fingerprint]);
    expect(check([before], other).map(one => one.fingerprint)).not.toEqual([warning?.fingerprint]);
  });

  it('then the line that is offered can be read, and marks the warning with owner and reason', () => {
    const line = acceptanceLine(warning as Finding, 'anna', 'Views were rebuilt.');
    const acceptances = parseAcceptances(`# why\n\n${line}`, 'schemas/accepted');
    const [finding] = checkSchema({
      subject: 'orders-value',
      level: 'FULL',
      previous: [before],
      candidate: now,
      acceptances,
    });

    expect(line).toContain('# default-changed orders-value country: country had the default "GB" and has "IE"');
    expect(finding?.accepted).toEqual({ owner: 'anna', reason: 'Views were rebuilt.' });
    expect(staleAcceptances([finding as Finding], acceptances)).toEqual([]);
    expect([isBlocking(warning as Finding), isBlocking(finding as Finding)]).toEqual([false, false]);
    expect([warning, finding].map(one => isBlocking(one as Finding, { strict: true }))).toEqual([true, false]);
  });

  it('then a line that no warning needs is told, and so is one that would accept an error', () => {
    const [error] = check([record()], record(field('a', 'int')));
    const lines = `0123456789abcdef bob Gone by now.\n${error?.fingerprint} eve Ship it.\n`;
    const acceptances = parseAcceptances(lines, 'schemas/accepted');
    const stale = staleAcceptances([error as Finding], acceptances);

    expect(stale.map(one => one.candidate?.line)).toEqual([1, 2]);
    expect(stale.map(one => one.rule)).toEqual(['acceptance-stale', 'acceptance-stale']);
    expect(stale[1]?.sentence).toContain('it is that of an error (field-without-default), which cannot be accepted');
    const again = checkSchema({
      subject: 'orders-value',
      level: 'BACKWARD',
      previous: [record()],
      candidate: record(field('a', 'int')),
      acceptances,
    });
    expect(again[0]?.accepted).toBeNull();
  });

  it('then a line without a reason, or a second one for the same, is refused with its place', () => {
    expect(() => parseAcceptances('0123456789abcdef bob\n', 'schemas/accepted')).toThrow('schemas/accepted:1:');
    expect(() => parseAcceptances('nonsense', null)).toThrow(InvalidAcceptanceError);
    const twice = '0123456789abcdef bob Because.\n0123456789abcdef eve Because.\n';
    expect(() => parseAcceptances(twice)).toThrow('acceptances:2:');
  });
});

describe('given versions to name', () => {
  it('then numbers are put together and others stand by themselves', () => {
    expect(versionsParty(['3']).words).toBe('version 3');
    expect(versionsParty(['1', '2', '3', '5']).words).toBe('versions 1–3 and 5');
    expect(versionsParty(['1', '2']).words).toBe('versions 1 and 2');
    expect(versionsParty(['git:main']).words).toBe('git:main');
    expect(versionsParty(['2', 'id 9']).words).toBe('version 2 and id 9');
  });
});

describe('given the catalogue', () => {
  it('then every warning in it was met by an example above', () => {
    const warnings = rules.filter(rule => rule.severity === 'warning' && rule.id !== 'acceptance-stale');
    expect(warnings.filter(rule => !met.has(rule.id)).map(rule => rule.id)).toEqual([]);
  });

  it('then a rule is found by its id', () => {
    expect(ruleOf('default-changed')?.severity).toBe('warning');
    expect(ruleOf('nonsense')).toBeNull();
  });

  it('then each rule says what it is, why, for example what, and what to do', () => {
    expect(new Set(rules.map(rule => rule.id)).size).toBe(rules.length);
    for (const { id, title, explanation, example, remedy } of rules) {
      for (const text of [title, explanation, example, remedy]) expect(text, id).not.toBe('');
    }
  });
});
