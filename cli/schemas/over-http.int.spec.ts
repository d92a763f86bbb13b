import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, inject, it } from 'vitest';
import { buildApp } from '../../api/app.ts';
import { specAuth } from '../../api/testing/callers.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createSchemaRegistry } from '../../runtime/registry/client.ts';
import { reportSchema } from '../../schemas/check/report-schema.ts';
import { parseSchemaFile, schemaText } from '../../schemas/load.ts';
import { schemaChecker } from './over-http.ts';

const prefix = `schema-api-${Date.now().toString(36)}`;
const registry = createSchemaRegistry({ url: inject('registryUrl') });
const health = { check: async () => ({ ready: true, servers: {} }) };
const logger = createLogger({ level: 'silent' });

describe('POST /schemas/{subject}/compatibility', () => {
  const app = buildApp({ logger, auth: specAuth, health, schemas: schemaChecker({ registry, prefix }) });
  const subject = `${prefix}.stock-replies-value`;
  const stock = parseSchemaFile('stock-replies');
  const check = async (schema: string) => {
    const answer = await app.inject({ method: 'POST', url: `/schemas/${subject}/compatibility`, payload: { schema } });
    return { status: answer.statusCode, body: answer.json() };
  };

  it('given a registered version, then a required field is answered as the command line does, and nothing is registered', async () => {
    await registry.register(subject, schemaText({ schema: 'stock-replies' }));
    const fields = [...stock.fields, { name: 'mandatory', type: 'string' }];
    const { status, body } = await check(JSON.stringify({ ...stock, fields }, null, 2));
    expect(status).toBe(200);
    expect(body).toMatchObject({ compatible: false, level: 'FULL_TRANSITIVE', comparedWith: [1] });
    expect(body.levels).toContainEqual({ level: 'NONE', compatible: true });
    expect(body.levels).toContainEqual({ level: 'FULL_TRANSITIVE', compatible: false });
    expect(body.findings[0]).toMatchObject({
      rule: 'field-without-default',
      path: 'mandatory',
      subject: 'stock-replies',
      candidate: { file: 'schemas/stock-replies/stock-replies.avsc', line: expect.any(Number) },
      fixes: [expect.objectContaining({ sentence: expect.stringContaining('default') }), expect.anything()],
    });
    expect(new Ajv2020({ strict: false }).validate(reportSchema, body)).toBe(true);
    expect(await registry.versions(subject)).toEqual([1]);
  });

  it('given a registry that has no version yet, then it is compared with those that releases froze', async () => {
    const url = `/schemas/${prefix}.orders-value/compatibility`;
    const orders = parseSchemaFile('orders');
    const fields = [...orders.fields, { name: 'mandatory', type: 'string' }];
    const body = (
      await app.inject({ method: 'POST', url, payload: { schema: JSON.stringify({ ...orders, fields }) } })
    ).json();
    expect(body).toMatchObject({
      compatible: false,
      comparedWith: [],
      findings: [{ rule: 'field-without-default', versions: ['1'] }],
    });
  });

  it('given what may be, then it says so', async () => {
    const fields = [...stock.fields, { name: 'note', type: ['null', 'string'], default: null }];
    const { body } = await check(JSON.stringify({ ...stock, fields }));
    expect(body).toMatchObject({ compatible: true, findings: [] });
  });

  it('given a warning that somebody has accepted, then it says who and why, as the command line does', async () => {
    const free = `${prefix}.free-value`;
    const record = (name: string) =>
      JSON.stringify({ type: 'record', name: 'Free', fields: [{ name, type: 'string', default: '' }] });
    await registry.register(free, record('artist'));
    const payload = { schema: record('performer') };
    const ask = async (to: typeof app) =>
      (await to.inject({ method: 'POST', url: `/schemas/${free}/compatibility`, payload })).json().findings[0];
    const { fingerprint, ...warning } = await ask(app);
    expect(warning).toMatchObject({ rule: 'rename-loses-values', severity: 'warning', accepted: null });

    const acceptances = [{ fingerprint, owner: 'anna', reason: 'Nobody had one.', file: null, line: 1 }];
    const other = buildApp({
      logger,
      auth: specAuth,
      health,
      schemas: schemaChecker({ registry, prefix, acceptances }),
    });
    expect((await ask(other)).accepted).toEqual({ owner: 'anna', reason: 'Nobody had one.' });
    await other.close();
  });

  it('given no schema, then the finding says where it ends to be one', async () => {
    const { status, body } = await check('{\n  "type": "record"\n}');
    expect(status).toBe(200);
    expect(body).toMatchObject({ compatible: false, findings: [{ rule: 'schema-invalid', candidate: { line: 1 } }] });
  });

  it('given a registry that is away, then it is a 503', async () => {
    const away = createSchemaRegistry({ url: 'http://127.0.0.1:1', patience: 100 });
    const other = buildApp({ logger, auth: specAuth, health, schemas: schemaChecker({ registry: away, prefix }) });
    const answer = await other.inject({
      method: 'POST',
      url: '/schemas/x-value/compatibility',
      payload: { schema: '{}' },
    });
    expect(answer.statusCode).toBe(503);
    await other.close();
  });
});
