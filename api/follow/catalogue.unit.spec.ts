import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LongplayError } from '../../runtime/errors.ts';
import type { RegisteredVersion } from '../../runtime/registry/answers.ts';
import { schemaText } from '../../schemas/load.ts';
import type { Station } from '../../schemas/station.ts';
import { schemaListRoutes } from '../routes/schema-list.ts';
import { topologyRoutes } from '../routes/topology.ts';
import { type MemoryFollow, openMemoryFollow } from '../testing/memory-follow.ts';
import type { RegistryReads } from './registered.ts';
import { registeredSchemas } from './registered.ts';

const topology: readonly Station[] = [
  { processor: 'orders', owns: 'orders', reads: ['order-requests', 'payments'], tables: [], asks: [], effects: [] },
];
const text = schemaText({ schema: 'orders' });
const one: RegisteredVersion = { subject: 'shop.orders-value', version: 1, id: 7, schema: text };
let isAway = false;
let asked = 0;
const here = <T>(answer: T): T => {
  asked += 1;
  if (isAway) throw new LongplayError('LP_REGISTRY_UNAVAILABLE', 'no answer');
  return answer;
};
const registry: RegistryReads = {
  subjects: async () => here([one.subject]),
  versions: async () => here([1]),
  version: async () => here(one),
};

let shop: MemoryFollow;
beforeEach(async () => {
  isAway = false;
  shop = await openMemoryFollow(async (app, follow) => {
    await app.register(schemaListRoutes, { registered: registeredSchemas(registry, 'shop'), installation: 'shop' });
    await app.register(topologyRoutes, { follow, topology });
  });
});
afterEach(() => shop.stop());

describe('schemas', () => {
  it('are listed with what is written, released and registered', async () => {
    const before = asked;
    const [{ body }, again] = await Promise.all([shop.get('/schemas'), shop.get('/schemas')]);
    expect(again.body).toEqual(body);
    expect(asked - before).toBe(3);
    const orders = body.schemas.find(({ topic }: { topic: string }) => topic === 'orders');
    expect(orders).toMatchObject({ subject: 'shop.orders-value', record: 'Order', compatibility: 'FULL_TRANSITIVE' });
    expect(orders.released[0]).toMatchObject({ version: 1, release: '0.1.0' });
    expect(orders.registered).toEqual([
      { version: 1, id: 7, fingerprint: orders.fingerprint, links: { self: '/schemas/orders/versions/1' } },
    ]);
    const version = await shop.get(orders.registered[0].links.self);
    expect(version.body).toMatchObject({ topic: 'orders', id: 7, schema: JSON.parse(text) });
    expect((await shop.get('/schemas/shop.orders-value/versions/1')).body).toEqual(version.body);
  });

  it('say what there is not, and that the registry is away', async () => {
    expect((await shop.get('/schemas/orders/versions/2')).status).toBe(404);
    expect((await shop.get('/schemas/nothing/versions/1')).status).toBe(404);
    await shop.stop();
    shop = await openMemoryFollow(
      async app =>
        void (await app.register(schemaListRoutes, {
          registered: registeredSchemas(registry, 'shop'),
          installation: 'shop',
        })),
    );
    isAway = true;
    expect((await shop.get('/schemas')).body).toMatchObject({ status: 503, code: 'LP_API_UNAVAILABLE' });
    isAway = false;
    expect((await shop.get('/schemas')).status).toBe(200);
  });
});

describe('the topology', () => {
  it('says who reads and writes what, and how far each has come where that is asked for', async () => {
    const plain = (await shop.get('/topology')).body;
    expect(plain.processors).toEqual([{ ...topology[0], lag: null, inputs: [] }]);
    expect(plain.topics).toContainEqual({ name: 'orders', kind: 'facts', writtenBy: ['orders'] });
    await shop.append({ topic: 'shop.order-requests', partition: 0, key: null, value: null });
    const [orders] = (await shop.get('/topology?live=true')).body.processors;
    expect(orders.lag).toBe(1);
    expect(orders.inputs).toContainEqual({ topic: 'order-requests', partition: 0, position: null, end: '1', lag: 1 });
  });
});
