import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { asyncApiDocument } from '../../api/asyncapi/document.ts';
import { eventHeadersSchema } from '../../api/asyncapi/messages.ts';
import { eventHeaders } from '../../runtime/tasks/records.ts';
import { topics } from '../../schemas/topics.ts';
import { topology } from '../../streams/topology.ts';

const document = asyncApiDocument({ stations: topology }) as unknown as {
  channels: Record<string, { address: string; messages: object }>;
  operations: Record<string, { action: string; reply?: { channel: { $ref: string } } }>;
  components: { messages: Record<string, { payload: { schema: { name: string } } }>; schemas: object };
};

/** Advice of the parser that is not followed: 3.0.0 is what tools read; 3.1.0 says the same in all that is used here. */
const notFollowed = 'asyncapi-latest-version';

async function faultsOf(one: object): Promise<string[]> {
  const diagnostics = await new Parser().validate(one as never);
  return diagnostics
    .filter(({ code }) => code !== notFollowed)
    .map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`);
}

describe('the AsyncAPI document', () => {
  it('is valid by the official parser', { timeout: 60_000 }, async () => {
    expect(await faultsOf(document)).toEqual([]);
  });

  it('would be refused with a message that is not there', { timeout: 60_000 }, async () => {
    const { orders } = document.channels;
    const faults = await faultsOf({ ...document, channels: { orders }, operations: {}, components: {} });
    expect(faults.join('\n')).toContain('messages');
  });

  it('has a channel for each topic, under the installation’s prefix', () => {
    expect(Object.keys(document.channels)).toEqual(topics.map(({ name }) => name));
    expect(document.channels.orders?.address).toBe('{prefix}.orders');
  });

  it('has what each processor reads and writes', () => {
    for (const { processor, owns, reads, tables, asks } of topology) {
      const of = (action: string) =>
        Object.keys(document.operations).flatMap(id =>
          id.startsWith(`${processor}.${action}.`) ? [id.slice(`${processor}.${action}.`.length)] : [],
        );
      expect(of('receive')).toEqual([...reads, ...tables, `${processor}.operations`]);
      expect(of('send')).toEqual([owns, ...asks, `${processor}.hospital`]);
    }
  });

  it.each([
    ['api.send.order-requests', 'orders.outcomes'],
    ['api.send.stock-receipts', 'stock.outcomes'],
    ['api.send.payments.operations', 'payments.outcomes'],
    ['cli.send.payments.operations', 'payments.outcomes'],
    ['allocations.send.stock-requests', 'stock-replies'],
    ['orders.send.loyalty-requests', 'loyalty-replies'],
    ['stock.send.stock-replies', null],
    ['activity.send.customer-activity', null],
  ])('%s is answered on %s', (operation, topic) => {
    const { reply } = document.operations[operation] as { reply?: { channel: { $ref: string } } };
    expect(reply?.channel.$ref ?? null).toBe(topic === null ? null : `#/channels/${topic}`);
  });

  it('describes the headers that records carry', () => {
    const event = { id: 'e', type: 't', time: 0, causes: ['c'], correlationId: 'o', actor: 'a' };
    const sent = eventHeaders(event as never, '/longplay/orders', 'key').map(([name]) => name);
    const { properties, required } = eventHeadersSchema as { properties: object; required: string[] };
    expect(Object.keys(properties).sort()).toEqual([...sent].sort());
    expect(sent.filter(name => !required.includes(name))).toEqual(['ce_causationid']);
  });

  it('names the topics of another installation', () => {
    const other = asyncApiDocument({ stations: topology, prefix: 'shop-two', partitions: 6 });
    expect(JSON.stringify(other.components)).toContain('"default":"shop-two"');
    expect(JSON.stringify(other.channels)).toContain('"partitions":6');
  });
});
