import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { resolved } from '../test/breaking/resolved.ts';
import { openApiDocument } from './openapi.ts';
import { exampleOf, withExamples } from './openapi-examples.ts';

type Media = Record<string, { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }>;
type Parameter = {
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: object;
  example?: unknown;
};
type Operation = {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Media };
  responses: Record<string, { description: string; content?: Media }>;
};

const document = resolved(await openApiDocument()) as {
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true } });

/** What the schema finds wrong with the example. */
function faults(schema: object, value: unknown): string | null {
  return ajv.validate(schema, value) ? null : `${JSON.stringify(value)}: ${ajv.errorsText()}`;
}

const examplesOf = ({ example, examples = {} }: Media[string]): unknown[] =>
  example === undefined ? Object.values(examples).map(({ value }) => value) : [example];

describe.each(operations)('%s', (name, { summary, description, tags, parameters = [], requestBody, responses }) => {
  it('is described, under a tag that is described', () => {
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
    expect(description).toMatch(/^.{20,}[.]$/s);
    expect(document.tags.map(one => one.name)).toEqual(expect.arrayContaining(tags ?? ['none']));
  });

  it('describes each parameter; those that have to be there have an example that is valid', () => {
    for (const { name: parameter, description: told, required, schema, example } of parameters) {
      expect([parameter, told]).toEqual([parameter, expect.stringMatching(/\w/)]);
      if (required === true || example !== undefined)
        expect([parameter, faults(schema, example)]).toEqual([parameter, null]);
    }
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, one]) => one);
    expect(parameters.filter(one => one.in === 'path').map(one => one.name)).toEqual(inPath);
  });

  it('has an example of its body, and those of its answers are valid', () => {
    for (const [type, media] of Object.entries(requestBody?.content ?? {})) {
      const examples = examplesOf(media);
      expect([type, examples.length]).not.toEqual([type, 0]);
      for (const example of examples) expect(faults(media.schema, example)).toBeNull();
    }
    for (const [status, { content = {} }] of Object.entries(responses)) {
      for (const media of Object.values(content)) {
        for (const example of examplesOf(media))
          expect([status, faults(media.schema, example)]).toEqual([status, null]);
      }
    }
  });

  it('says what it answers when it succeeds, and each failure that a request can meet before it', () => {
    const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    expect(failures.length).toBeLessThan(Object.keys(responses).length);
    for (const [status, { content = {} }] of failures) {
      expect([status, Object.keys(content)]).toEqual([status, ['application/problem+json']]);
    }
    const expected = name.startsWith('GET /health/') ? [] : ['500', '503'];
    if (parameters.some(one => one.in !== 'header')) expected.push('400', '431');
    if (requestBody !== undefined) expected.push('400', '413', '415');
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(expected));
  });
});

describe('an example', () => {
  it.each<[unknown, object]>([
    ['a', { type: 'string', examples: ['a', 'b'] }],
    ['x', { enum: ['x', 'y'] }],
    [
      { a: 1 },
      { type: ['object', 'null'], required: ['a'], properties: { a: { examples: [1] }, b: { type: 'string' } } },
    ],
    [{ b: 'B' }, { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string', examples: ['B'] } } }],
    [['a'], { type: 'array', items: { examples: ['a'] } }],
    ['first', { oneOf: [{ const: 'first' }, { const: 'second' }] }],
  ])('is %j, from what the schema says', (value, schema) => {
    expect(exampleOf(schema)).toEqual({ value });
  });

  it('is none where a required field says nothing, rather than a guess', () => {
    const schema = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } };
    expect(exampleOf(schema)).toBeNull();
    const silent = { paths: { '/x': { post: { requestBody: { content: { 'application/json': { schema } } } } } } };
    expect(JSON.stringify(withExamples(silent))).not.toContain('"example"');
  });
});
