import { describe, expect, it } from 'vitest';
import { createSchemaRegistry } from './client.ts';
import { registerSchemas } from './register.ts';
import { scriptedRegistry } from './testing/scripted-registry.ts';

const wanted = [{ subject: 'shop.orders-value', schema: '"string"', level: 'FULL_TRANSITIVE' }] as const;
const config = '/config/shop.orders-value';
const subject = '/subjects/shop.orders-value';

/** Each registry's own way of saying that a subject has no level of its own, and no version. */
const without = {
  Confluent: {
    level: { status: 404, body: { error_code: 40408, message: 'Subject does not have subject-level compatibility' } },
    versions: { status: 404, body: { error_code: 40401, message: "Subject 'shop.orders-value' not found." } },
  },
  Karapace: {
    level: { status: 404, body: { error_code: 40401, message: "Subject 'shop.orders-value' not found." } },
    versions: { status: 404, body: { error_code: 40401, message: "Subject 'shop.orders-value' not found." } },
  },
};
const levelSet = { status: 200, body: { compatibility: 'FULL_TRANSITIVE' } };

describe.each(Object.entries(without))('given %s, and a subject that is new', (_, missing) => {
  it('then the level is set before the schema is registered', async () => {
    const server = await scriptedRegistry({
      [`GET ${config}`]: missing.level,
      [`GET ${subject}/versions?deleted=true`]: missing.versions,
      [`PUT ${config}`]: levelSet,
      [`POST ${subject}/versions`]: { status: 200, body: { id: 7 } },
    });
    const { ids, levelDrift } = await registerSchemas(createSchemaRegistry({ url: server.url }), wanted);
    expect([ids.get('shop.orders-value'), levelDrift]).toEqual([7, []]);
    expect(server.requests.slice(-2)).toEqual([`PUT ${config}`, `POST ${subject}/versions`]);
  });
});

describe('given a subject with versions and no level of its own', () => {
  const script = (global: string) => ({
    [`GET ${config}`]: without.Confluent.level,
    [`GET ${subject}/versions?deleted=true`]: { status: 200, body: [1] },
    'GET /config': { status: 200, body: { compatibilityLevel: global } },
    [`POST ${subject}`]: { status: 200, body: { subject: 's', version: 1, id: 7, schema: '"string"' } },
    [`POST ${subject}/versions`]: { status: 200, body: { id: 7 } },
  });

  it('when the global level is the right one, then nothing drifts', async () => {
    const server = await scriptedRegistry(script('FULL_TRANSITIVE'));
    const { ids, levelDrift } = await registerSchemas(createSchemaRegistry({ url: server.url }), wanted);
    expect([ids.get('shop.orders-value'), levelDrift]).toEqual([7, []]);
  });

  it('when it is another, then that is drift, and no level is set', async () => {
    const server = await scriptedRegistry(script('BACKWARD'));
    const { ids, levelDrift } = await registerSchemas(createSchemaRegistry({ url: server.url }), wanted);
    expect(ids.get('shop.orders-value')).toBe(7);
    expect(levelDrift).toMatchObject([{ expected: 'FULL_TRANSITIVE', found: 'BACKWARD' }]);
    expect(server.requests.filter(request => request.startsWith('PUT'))).toEqual([]);
  });
});

describe('given a registry that refuses the schema', () => {
  it.each([
    ['Confluent', 40901, 'Schema being registered is incompatible with an earlier schema'],
    [
      'Karapace',
      409,
      'Incompatible schema, compatibility_mode=FULL_TRANSITIVE. reader union lacking writer type: RECORD',
    ],
  ])('when it is %s, then the error names subject, level and its words', async (_, error_code, message) => {
    const server = await scriptedRegistry({
      [`GET ${config}`]: { status: 200, body: { compatibilityLevel: 'FULL_TRANSITIVE' } },
      [`POST ${subject}/versions`]: { status: 409, body: { error_code, message } },
      [`POST ${subject}`]: { status: 404, body: { error_code: 40403, message: 'Schema not found' } },
    });
    await expect(registerSchemas(createSchemaRegistry({ url: server.url }), wanted)).rejects.toMatchObject({
      code: 'LP_REGISTRY_INCOMPATIBLE',
      message: `The schema for shop.orders-value is not FULL_TRANSITIVE with the versions registered before: ${message}`,
    });
  });
});

describe('given a registry that is away', () => {
  it('then the first failure ends it: not every subject waits for its own patience', async () => {
    const server = await scriptedRegistry({});
    await server.close();
    const many = Array.from({ length: 50 }, (_, n) => ({ ...wanted[0], subject: `s${n}` }));
    const before = Date.now();
    await expect(registerSchemas(createSchemaRegistry({ url: server.url, patience: 200 }), many)).rejects.toMatchObject(
      {
        code: 'LP_REGISTRY_UNAVAILABLE',
      },
    );
    // One patience after the other would be ten seconds.
    expect(Date.now() - before).toBeLessThan(5_000);
  });
});
