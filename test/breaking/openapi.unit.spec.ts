import { describe, expect, it } from 'vitest';
import { lineOf } from './break.ts';
import { openApiBreaks } from './openapi.ts';

type Json = Record<string, unknown>;

const thing = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 10 },
    size: { type: 'integer', enum: [1, 2] },
    tags: { type: 'array', items: { type: ['string', 'null'] } },
  },
};
const problem = (...codes: string[]) => ({
  content: {
    'application/problem+json': {
      schema: { type: 'object', required: ['code'], properties: { code: { type: 'string', enum: codes } } },
    },
  },
});
const operation: Json = {
  parameters: [
    { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
    { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100 } },
  ],
  requestBody: { content: { 'application/json': { schema: { ...thing, additionalProperties: false } } } },
  responses: {
    200: { content: { 'application/json': { schema: thing } } },
    404: { $ref: '#/components/responses/NotFound' },
  },
};
const documentOf = (one: Json, path = '/things/{id}', more: Json = {}) => ({
  paths: { [path]: { put: one } },
  components: { responses: { NotFound: problem('LP_A') } },
  ...more,
});
const before = documentOf(operation);
const breaksOf = (now: object) => openApiBreaks(before, now).map(({ rule, where }) => `${rule}: ${where}`);

/** The operation with its body, or its answer, of another schema. */
const asking = (schema: Json, body: Json = {}) =>
  documentOf({ ...operation, requestBody: { ...body, content: { 'application/json': { schema } } } });
const answering = (schema: Json) =>
  documentOf({
    ...operation,
    responses: { 200: { content: { 'application/json': { schema } } }, 404: problem('LP_A') },
  });
const closed = { ...thing, additionalProperties: false };
const without = (field: keyof typeof thing.properties) => {
  const { [field]: _gone, ...properties } = thing.properties;
  return properties;
};
const PUT = 'PUT /things/{id}';

describe('given an operation of the last release', () => {
  it.each([
    ['nothing changed', before],
    [
      'the parameter of the path has another name',
      documentOf(
        {
          ...operation,
          parameters: [
            { in: 'path', name: 'thing', required: true, schema: { type: 'string' } },
            { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 0, maximum: 1000 } },
            { in: 'query', name: 'cursor', schema: { type: 'string' } },
          ],
        },
        '/things/{thing}',
      ),
    ],
    [
      'a request may have more',
      asking({
        ...closed,
        required: [],
        properties: {
          ...thing.properties,
          name: { type: ['string', 'null'], maxLength: 20 },
          size: { type: 'number' },
          note: { type: 'string' },
        },
      }),
    ],
    [
      'an answer has more, and is surer',
      answering({
        ...thing,
        required: ['name', 'size'],
        properties: { ...thing.properties, size: { type: 'integer', enum: [1] }, note: { type: 'string' } },
      }),
    ],
    [
      'there is another failure, and another code of one',
      documentOf({
        ...operation,
        responses: { ...(operation.responses as Json), 404: problem('LP_A', 'LP_B'), 409: problem('LP_C') },
      }),
    ],
    ['there is another operation', { ...before, paths: { ...before.paths, '/more': { get: operation } } }],
  ])('when %s, then nothing breaks', (_, now) => {
    expect(breaksOf(now)).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['it is gone', { paths: {} }, [`operation-removed: ${PUT}`]],
    [
      'it asks who calls',
      documentOf(operation, undefined, { security: [{ key: [] }] }),
      [`authentication-required: ${PUT}`],
    ],
    [
      'a parameter is gone',
      documentOf({ ...operation, parameters: [(operation.parameters as Json[])[0]] }),
      [`parameter-removed: ${PUT} query limit`],
    ],
    [
      'a parameter is new and required',
      documentOf({
        ...operation,
        parameters: [...(operation.parameters as Json[]), { in: 'header', name: 'X-Who', required: true }],
      }),
      [`parameter-required: ${PUT} header x-who`],
    ],
    ['the body has to be sent', asking(closed, { required: true }), [`body-required: ${PUT} body`]],
    [
      'the body is of another media type',
      documentOf({ ...operation, requestBody: { content: { 'text/plain': {} } } }),
      [`request-media-removed: ${PUT} body`],
    ],
    [
      'a field has to be sent',
      asking({ ...closed, required: ['name', 'size'] }),
      [`request-field-required: ${PUT} body.size`],
    ],
    [
      'a field is not taken any more',
      asking({ ...closed, properties: without('size') }),
      [`request-field-removed: ${PUT} body.size`],
    ],
    [
      'a text may be less long',
      asking({ ...closed, properties: { ...thing.properties, name: { type: 'string', maxLength: 9 } } }),
      [`request-bound-narrowed: ${PUT} body.name`],
    ],
    [
      'a text has a pattern',
      asking({
        ...closed,
        properties: { ...thing.properties, name: { type: 'string', maxLength: 10, pattern: '^a' } },
      }),
      [`request-format-changed: ${PUT} body.name`],
    ],
    [
      'a value is not taken any more',
      asking({ ...closed, properties: { ...thing.properties, size: { type: 'integer', enum: [1] } } }),
      [`request-values-narrowed: ${PUT} body.size`],
    ],
    [
      'null is not taken any more',
      asking({ ...closed, properties: { ...thing.properties, tags: { type: 'array', items: { type: 'string' } } } }),
      [`request-type-narrowed: ${PUT} body.tags[]`],
    ],
    [
      'a status is gone',
      documentOf({ ...operation, responses: { 200: (operation.responses as Json)[200] } }),
      [`status-removed: ${PUT} 404`],
    ],
    [
      'a field of the answer is gone',
      answering({ ...thing, properties: without('size') }),
      [`response-field-removed: ${PUT} 200.size`],
    ],
    [
      'a field of the answer may be left out',
      answering({ ...thing, required: [] }),
      [`response-field-optional: ${PUT} 200.name`],
    ],
    [
      'a field of the answer may be null',
      answering({ ...thing, properties: { ...thing.properties, name: { type: ['string', 'null'] } } }),
      [`response-type-widened: ${PUT} 200.name`],
    ],
    [
      'a field of the answer has another value',
      answering({ ...thing, properties: { ...thing.properties, size: { type: 'integer', enum: [1, 2, 3] } } }),
      [`response-values-widened: ${PUT} 200.size`],
    ],
    [
      'an answer is one of several',
      answering({ ...thing, oneOf: [{ type: 'object' }, { type: 'string' }] }),
      [`response-alternatives-changed: ${PUT} 200`],
    ],
  ])('when %s, then that is told', (_, now, told) => {
    expect(breaksOf(now)).toEqual(told);
  });

  it('then a line names what broke, by a fingerprint that stays', () => {
    const [gone] = openApiBreaks(before, { paths: {} });
    expect(gone && lineOf(gone)).toMatch(/^[0-9a-f]{16} PUT \/things\/\{id\}: it is gone\. \(operation-removed\)$/);
  });
});
