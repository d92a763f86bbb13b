import { describe, expect, it } from 'vitest';
import { clientTypes } from './client-types.ts';
import { type Schema, typeOf } from './json-schema-types.ts';

const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

describe('the type of a JSON Schema', () => {
  it.each<[string, Schema | boolean]>([
    ['unknown', {}],
    ['unknown', true],
    ['never', false],
    ['string', { type: 'string', maxLength: 3 }],
    ['number | null', { type: ['integer', 'null'] }],
    ["'a' | 'b' | null", { type: ['string', 'null'], enum: ['a', 'b', null] }],
    ["'it\\'s'", { const: "it's" }],
    ['(string | null)[]', { type: 'array', items: { type: ['string', 'null'] } }],
    ['unknown[]', { type: 'array' }],
    ['Record<string, unknown>', { type: 'object' }],
    ['Record<string, number>', { type: 'object', additionalProperties: { type: 'number' } }],
    ['Record<string, never>', { type: 'object', additionalProperties: false }],
    ['string | number', { anyOf: [{ type: 'string' }, { type: 'number' }] }],
    ['(string | number) & string', { oneOf: [{ type: 'string' }, { type: 'number' }], type: 'string' }],
    [
      "{ a: string; 'b-c'?: number; }",
      { type: 'object', required: ['a'], properties: { a: { type: 'string' }, 'b-c': { type: 'integer' } } },
    ],
    [
      '{ /** Ends with *\\/ here. */ a?: string; }',
      { type: 'object', properties: { a: { type: 'string', description: 'Ends with */\n here.' } } },
    ],
  ])('is %s', (type, schema) => {
    expect(flat(typeOf(schema, 'answered'))).toBe(type);
  });

  it('takes undefined for a field that may be left out of what is asked', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    expect(flat(typeOf(schema, 'asked'))).toBe('{ a?: string | undefined; }');
  });

  it('fails where a keyword would change it and is not known, instead of being wrong', () => {
    expect(() => typeOf({ not: { type: 'string' } }, 'asked')).toThrow(/don’t know not/);
    expect(() => typeOf({ type: 'file' }, 'asked')).toThrow(/type file/);
  });
});

describe('the types of a document', () => {
  const text = clientTypes({
    paths: {
      '/things/{id}': {
        put: {
          operationId: 'putThing',
          summary: 'Put a thing',
          parameters: [
            { in: 'path', name: 'id', required: true, schema: { type: 'string' }, description: 'Which one.' },
            { in: 'query', name: 'dry', schema: { type: 'boolean' } },
          ],
          requestBody: { content: { 'application/json': { schema: { type: ['object', 'null'] } } } },
          responses: { 204: { description: 'Done.' }, 404: { $ref: '#/components/responses/NotFound' } },
        },
      },
    },
    components: {
      responses: {
        NotFound: { description: 'Not here.', content: { 'application/problem+json': { schema: { type: 'object' } } } },
      },
    },
  });

  it('are by path and method, with a type for each operation and each answer that is shared', () => {
    expect(flat(text)).toContain("export type Paths = { '/things/{id}': { put: PutThing; }; };");
    expect(flat(text)).toContain(
      "/** Put a thing. */ export type PutThing = { parameters: { path: { /** Which one. */ id: string; }; query?: { dry?: boolean | undefined; }; }; requestBody?: { content: { 'application/json': Record<string, unknown> | null; }; }; responses: { 204: { headers: Record<string, unknown>; content?: never; }; 404: NotFound; }; };",
    );
    expect(flat(text)).toContain(
      "export type NotFound = { headers: Record<string, unknown>; content: { 'application/problem+json'",
    );
  });
});
