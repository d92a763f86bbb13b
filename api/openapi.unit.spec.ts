import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { resolved } from '../test/breaking/resolved.ts';
import { openApiDocument } from './openapi.ts';

type Operation = {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
type Document = { openapi: string; info: object; paths: Record<string, Record<string, Operation>> };

const document = resolved(await openApiDocument()) as Document;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

describe('the OpenAPI document', () => {
  it('is of version 3.1, made without any server', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/orders/{orderId}/cancellation');
  });

  it('names each operation once', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(ids.every(id => id !== undefined)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(operations)('%s says what it does and what it answers', (_, { summary, tags, responses }) => {
    expect(summary).toBeTruthy();
    expect(tags).toHaveLength(1);
    for (const { description } of Object.values(responses)) expect(description).toMatch(/\w/);
  });

  it('says of a body that may be null that it may be left out', () => {
    const bodies = operations.flatMap(([, { requestBody }]) => (requestBody === undefined ? [] : [requestBody]));
    for (const { required, content } of bodies) {
      for (const { schema } of Object.values(content)) {
        expect(required).toBe(![(schema as { type?: unknown }).type].flat().includes('null'));
      }
    }
    expect(new Set(bodies.map(({ required }) => required))).toEqual(new Set([true, false]));
  });

  it('has schemas that are valid JSON Schema 2020-12, as OpenAPI 3.1 takes it', () => {
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
    const bodies = operations.flatMap(([, { requestBody, responses }]) => [
      ...Object.values(requestBody?.content ?? {}),
      ...Object.values(responses).flatMap(({ content }) => Object.values(content ?? {})),
    ]);
    expect(bodies.length).toBeGreaterThan(50);
    for (const { schema } of bodies) expect(ajv.validateSchema(schema)).toBe(true);
  });
});

describe('who may ask', () => {
  it.each(operations)('%s says it, and how those are answered who may not', (name, { security, responses }) => {
    const isProbe = name.startsWith('GET /health/');
    const isOpen = isProbe || name === 'GET /problems/{name}';
    expect(security).toEqual(isOpen ? [] : expect.arrayContaining([{ bearer: ['admin'] }]));
    for (const status of ['401', '403']) expect([status, status in responses]).toEqual([status, !isOpen]);
    expect('429' in responses).toBe(!isProbe);
  });
});
