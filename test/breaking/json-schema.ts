import type { Report } from './break.ts';

export type Schema = Readonly<Record<string, unknown>> | boolean | undefined;

/** `request`: what clients send, which must not be narrowed. `response`: what they read, which must not be widened. */
export type Direction = 'request' | 'response';

type Place = { readonly direction: Direction; readonly where: string; readonly report: Report };

/**
 * Compares JSON Schemas without references. Covers types, enums and constants, fields, required ones, items, maps and, for
 * requests, bounds, patterns and formats; alternatives (anyOf, oneOf, allOf) one by one where there are as many. Bounds of
 * answers are not compared: nobody checks an answer for being too long.
 */
export function compareSchemas(before: Schema, now: Schema, place: Place): void {
  const [old, fresh] = [asObject(before), asObject(now)];
  compareTypes(old, fresh, place);
  compareValues(old, fresh, place);
  if (place.direction === 'request') compareBounds(old, fresh, place);
  compareFields(old, fresh, place);
  if (old.items !== undefined || fresh.items !== undefined) {
    compareSchemas(old.items as Schema, fresh.items as Schema, { ...place, where: `${place.where}[]` });
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) compareAlternatives(keyword, old, fresh, place);
}

type Known = Readonly<Record<string, unknown>>;

const asObject = (schema: Schema): Known => (typeof schema === 'object' ? schema : {});
const listOf = <T>(value: unknown): readonly T[] => (value === undefined ? [] : ([value].flat() as T[]));

function compareTypes(old: Known, fresh: Known, { direction, where, report }: Place): void {
  const [from, to] = [typesOf(old), typesOf(fresh)];
  const [given, taken] = direction === 'request' ? [from, to] : [to, from];
  if (taken === null) return;
  const fits = (type: string) => taken.includes(type) || (type === 'integer' && taken.includes('number'));
  for (const type of given ?? ['anything']) {
    if (fits(type)) continue;
    if (direction === 'request') report('request-type-narrowed', where, `${type} is no longer taken.`, type);
    else report('response-type-widened', where, `it can be ${type} now.`, type);
  }
}

/** Null: any type. */
const typesOf = ({ type }: Known): readonly string[] | null => (type === undefined ? null : listOf<string>(type));

function compareValues(old: Known, fresh: Known, { direction, where, report }: Place): void {
  const [from, to] = [valuesOf(old), valuesOf(fresh)];
  const [given, taken] = direction === 'request' ? [from, to] : [to, from];
  if (taken === null) return;
  const [rule, says] =
    direction === 'request'
      ? ['request-values-narrowed', 'is no longer taken.']
      : ['response-values-widened', 'can be answered now.'];
  if (given === null) report(rule, where, `another value than ${taken.join(', ')} ${says}`);
  for (const value of given ?? []) if (!taken.includes(value)) report(rule, where, `${value} ${says}`, value);
}

function valuesOf(schema: Known): string[] | null {
  if ('const' in schema) return [JSON.stringify(schema.const)];
  return Array.isArray(schema.enum) ? schema.enum.map(value => JSON.stringify(value)) : null;
}

const lowest = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const highest = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

function compareBounds(old: Known, fresh: Known, { where, report }: Place): void {
  const tighter = (name: string, isTighter: (before: number, now: number) => boolean) => {
    const [before, now] = [old[name], fresh[name]] as (number | undefined)[];
    if (now === undefined) return;
    // No text and no list is shorter than nothing.
    const saysNothing = /^min\w/.test(name) && name !== 'minimum' && now === 0;
    if (before === undefined ? saysNothing : !isTighter(before, now)) return;
    report('request-bound-narrowed', where, `${name} is ${now}, it was ${before ?? 'not there'}.`, name);
  };
  for (const name of lowest) tighter(name, (before, now) => now > before);
  for (const name of highest) tighter(name, (before, now) => now < before);
  for (const name of ['pattern', 'format']) {
    if (fresh[name] !== undefined && fresh[name] !== old[name]) {
      report('request-format-changed', where, `${name} is ${fresh[name]}, it was ${old[name] ?? 'not there'}.`, name);
    }
  }
}

function compareFields(old: Known, fresh: Known, place: Place): void {
  const { direction, where, report } = place;
  const [from, to] = [fieldsOf(old), fieldsOf(fresh)];
  const at = (field: string) => `${where}.${field}`;
  const [wasRequired, isRequired] = [new Set(listOf<string>(old.required)), new Set(listOf<string>(fresh.required))];
  for (const [field, schema] of Object.entries(from)) {
    if (field in to) compareSchemas(schema, to[field], { ...place, where: at(field) });
    else
      report(
        `${direction}-field-removed`,
        at(field),
        direction === 'request' ? 'it is no longer taken.' : 'it is gone.',
      );
  }
  if (direction === 'request') {
    for (const field of isRequired) {
      if (!wasRequired.has(field)) report('request-field-required', at(field), 'it has to be sent now.');
    }
    if (fresh.additionalProperties === false && old.additionalProperties !== false && isObject(old)) {
      report('request-fields-closed', where, 'fields that are not described are refused now.');
    }
  } else {
    for (const field of wasRequired) {
      if (field in to && !isRequired.has(field))
        report('response-field-optional', at(field), 'it may be left out now.');
    }
  }
  const [anyBefore, anyNow] = [old.additionalProperties, fresh.additionalProperties] as Schema[];
  if (typeof anyBefore === 'object' && typeof anyNow === 'object') {
    compareSchemas(anyBefore, anyNow, { ...place, where: at('*') });
  }
}

const fieldsOf = ({ properties }: Known): Readonly<Record<string, Schema>> =>
  (properties ?? {}) as Record<string, Schema>;
const isObject = (schema: Known): boolean => schema.properties !== undefined || listOf(schema.type).includes('object');

function compareAlternatives(keyword: string, old: Known, fresh: Known, place: Place): void {
  const [from, to] = [listOf<Schema>(old[keyword]), listOf<Schema>(fresh[keyword])];
  if (from.length === to.length) {
    for (const [n, schema] of from.entries()) {
      compareSchemas(schema, to[n], { ...place, where: `${place.where}<${keyword} ${n + 1}>` });
    }
    return;
  }
  const written = (schemas: readonly Schema[]) => new Set(schemas.map(schema => JSON.stringify(schema)));
  // Of allOf each one narrows, of the others each one widens.
  const more = keyword === 'allOf' ? to.length < from.length : to.length > from.length;
  const [fewer, all] = more ? [from, to] : [to, from];
  const fits = [...written(fewer)].every(one => written(all).has(one));
  if (!(fits && from.length > 0 && to.length > 0 && more === (place.direction === 'request'))) {
    place.report(
      `${place.direction}-alternatives-changed`,
      place.where,
      `${keyword} has ${to.length}, it had ${from.length}.`,
    );
  }
}
