import { describe, expect, it } from 'vitest';
import { createSchemaRegistry } from './client.ts';
import { scriptedRegistry } from './testing/scripted-registry.ts';

const down = { status: 503, body: { error_code: 50301, message: 'No leader' } };
const schema = { status: 200, body: { schema: '"string"' } };

describe('given a registry that fails for a while', () => {
  it('then it is asked again, and the answer counts', async () => {
    const server = await scriptedRegistry({ 'GET /schemas/ids/7': [down, down, schema] });
    expect(await createSchemaRegistry({ url: server.url }).schemaById(7)).toBe('"string"');
    expect(server.requests).toHaveLength(3);
  });

  it('when it is busy, then it is left alone for as long as it says', async () => {
    const busy = { status: 429, body: 'slow down', headers: { 'retry-after': '0.2' } };
    const server = await scriptedRegistry({ 'GET /schemas/ids/7': [busy, schema] });
    const before = Date.now();
    expect(await createSchemaRegistry({ url: server.url }).schemaById(7)).toBe('"string"');
    expect(Date.now() - before).toBeGreaterThanOrEqual(195);
  });

  it('when it goes on failing, then the patience ends it, with its own words', async () => {
    const server = await scriptedRegistry({ 'GET /schemas/ids/7': down });
    await expect(createSchemaRegistry({ url: server.url, patience: 1_500 }).schemaById(7)).rejects.toMatchObject({
      code: 'LP_REGISTRY_UNAVAILABLE',
      message: `The schema registry at ${server.url} cannot be used: It answered 503: No leader`,
    });
    expect(server.requests.length).toBeGreaterThan(1);
  });

  it('when it failed, and then does not answer for the rest of the patience, then the error says how it failed', async () => {
    const server = await scriptedRegistry({ 'GET /schemas/ids/7': [down, null] });
    await expect(createSchemaRegistry({ url: server.url, patience: 1_500 }).schemaById(7)).rejects.toMatchObject({
      message: expect.stringContaining('It answered 503: No leader'),
    });
    expect(server.requests).toHaveLength(2);
  });

  it('when nobody listens, then the error says so', async () => {
    const server = await scriptedRegistry({});
    await server.close();
    await expect(createSchemaRegistry({ url: server.url, patience: 1_500 }).schemaById(7)).rejects.toMatchObject({
      code: 'LP_REGISTRY_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('when it accepts and never answers, then the time-out ends each try and the patience all', async () => {
    const server = await scriptedRegistry({ 'GET /schemas/ids/7': null });
    const registry = createSchemaRegistry({ url: server.url, timeout: 50, patience: 2_000 });
    await expect(registry.schemaById(7)).rejects.toMatchObject({
      code: 'LP_REGISTRY_UNAVAILABLE',
      message: expect.stringMatching(/No answer within \d+ ms/),
    });
    expect(server.requests.length).toBeGreaterThan(1);
  });
});

describe('given a registry that wants a password', () => {
  it.each([
    ['in the settings', (url: string) => ({ url, auth: { username: 'shop', password: 'p:ä' } })],
    ['in the URL', (url: string) => ({ url: url.replace('//', '//shop:p%3A%C3%A4@') })],
  ])('then it is sent, %s, and no error shows it', async (_, options) => {
    const server = await scriptedRegistry({
      'GET /subjects': { status: 200, body: [] },
      'GET /config': { status: 403, body: { error_code: 40301, message: 'Forbidden' } },
    });
    const registry = createSchemaRegistry(options(server.url));
    expect(await registry.subjects()).toEqual([]);
    expect(server.authorizations).toEqual([`Basic ${Buffer.from('shop:p:ä').toString('base64')}`]);
    const error = await registry.globalLevel().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'LP_REGISTRY_REFUSED', remedy: expect.stringContaining('right') });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/p:ä|p%3A/);
  });

  it('when it is missing, then the remedy names the settings', async () => {
    const server = await scriptedRegistry({ 'GET /subjects': { status: 401, body: 'Unauthorized' } });
    await expect(createSchemaRegistry({ url: server.url }).subjects()).rejects.toMatchObject({
      code: 'LP_REGISTRY_REFUSED',
      remedy: expect.stringContaining('SCHEMA_REGISTRY_USERNAME'),
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('given something that is no registry', () => {
  const page = '<html>Welcome</html>';
  it.each([
    ['a page', { status: 200, body: page }],
    ['a page that is not found', { status: 404, body: page }],
    ['a route that is not found', { status: 404, body: { error_code: 404, message: 'HTTP 404 Not Found' } }],
    ['a redirect', { status: 301, body: '', headers: { location: 'http://elsewhere.invalid/' } }],
    ['another document', { status: 200, body: { hello: 'world' } }],
    ['nothing', { status: 200, body: 'null' }],
  ])('when it answers %s, then that is no unknown schema, but LP_REGISTRY_UNEXPECTED', async (_, answer) => {
    const server = await scriptedRegistry({
      'GET /schemas/ids/7': answer,
      'GET /subjects/s/versions': answer,
      'GET /config/s': answer,
    });
    const registry = createSchemaRegistry({ url: server.url });
    await expect(registry.schemaById(7)).rejects.toMatchObject({ code: 'LP_REGISTRY_UNEXPECTED' });
    await expect(registry.versions('s')).rejects.toMatchObject({ code: 'LP_REGISTRY_UNEXPECTED' });
    await expect(registry.level('s')).rejects.toMatchObject({ code: 'LP_REGISTRY_UNEXPECTED' });
  });
});

describe('given a schema id that is no Avro schema of its own', () => {
  it.each([
    ['another language', { schema: '{}', schemaType: 'JSON' }],
    ['references', { schema: '"other.Money"', references: [{ name: 'other.Money', subject: 'money', version: 1 }] }],
  ])('when it is %s, then it counts as unknown, with the reason', async (_, body) => {
    const server = await scriptedRegistry({ 'GET /schemas/ids/7': { status: 200, body } });
    await expect(createSchemaRegistry({ url: server.url }).schemaById(7)).rejects.toMatchObject({
      code: 'LP_REGISTRY_SCHEMA_UNKNOWN',
      message: expect.stringContaining('Schema 7'),
    });
  });
});

describe('given an id that the registry does not know', () => {
  it.each([
    ['Confluent', { error_code: 40403, message: 'Schema 7 not found' }],
    ['Karapace', { error_code: 40403, message: 'Schema not found' }],
  ])('when it is %s, then the schema is unknown', async (_, body) => {
    const server = await scriptedRegistry({ 'GET /schemas/ids/7': { status: 404, body } });
    await expect(createSchemaRegistry({ url: server.url }).schemaById(7)).rejects.toMatchObject({
      code: 'LP_REGISTRY_SCHEMA_UNKNOWN',
    });
    expect(server.requests).toHaveLength(1);
  });
});
