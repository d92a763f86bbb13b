import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type DocumentedExample, documentedExamples } from './testing/examples.ts';
import { openShopApi, type ShopApi } from './testing/shop-api.ts';

/** The examples that tell a story, in its order; the others follow in the order of the document. */
const story = [
  ...['putProduct', 'receiveStock', 'registerCustomer', 'putCustomer', 'placeOrder', 'packShipment'],
  ...['dispatchShipment', 'deliverShipment', 'returnOrder', 'returnShipment', 'countStock', 'writeOffStock'],
];
/** After all others: what stops something. */
const last = ['withdrawProduct', 'eraseCustomer', 'pauseStream', 'resumeStream'];

/** What an example is refused for, since things stand otherwise here than where it would be sent. */
const refused: Readonly<Record<string, readonly number[]>> = {
  cancelOrder: [409],
  failShipment: [409],
  // A rebuild of it was asked for just before.
  verifyProjection: [409],
  swapProjection: [409],
  rollBackProjection: [409],
};

let shop: ShopApi;
let examples: ReadonlyMap<string, DocumentedExample>;

beforeAll(async () => {
  examples = await documentedExamples();
  shop = await openShopApi({ brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') });
});
afterAll(() => shop.stop());

describe('the example of each operation', () => {
  it('is answered as the document says, and taken wherever the story makes it true', { timeout: 120_000 }, async () => {
    const others = [...examples.keys()].filter(id => !story.includes(id) && !last.includes(id));
    const told: string[] = [];
    const ids = new Map<string, string>();
    for (const id of [...story, ...others, ...last]) {
      const example = examples.get(id);
      // Streams do not end: following.int.spec.ts follows them.
      if (example === undefined || example.followed) continue;
      const { status, body, fault } = await send(example, ids);
      if (fault !== null) told.push(`${id}: ${fault}`);
      if (status >= 400 && story.includes(id)) told.push(`${id}: ${status} ${body}`);
      else if (status >= 400 && ![404, ...(refused[id] ?? [])].includes(status)) told.push(`${id}: ${status} ${body}`);
      if (id === 'placeOrder') learn(ids, JSON.parse(body));
    }
    expect(told).toEqual([]);
    expect(examples.size).toBeGreaterThan(60);
  });
});

/** The ids of examples are not those that the API gives here: from now on these stand for them. */
function learn(ids: Map<string, string>, { orderId, requestId }: { orderId: string; requestId: string }): void {
  ids.set(idIn('readOrder', /\/orders\/([^/]+)$/), orderId);
  ids.set(idIn('readRequest', /\/requests\/([^/]+)$/), requestId);
}

function idIn(operation: string, pattern: RegExp): string {
  const [, id] = pattern.exec(examples.get(operation)?.request.url ?? '') ?? [];
  if (id === undefined) throw new Error(`${operation} has no example of an id.`);
  return id;
}

async function send({ request, faultOf }: DocumentedExample, ids: ReadonlyMap<string, string>) {
  const url = [...ids].reduce((text, [written, given]) => text.replace(written, given), request.url);
  const answer = await shop.app.inject({ ...request, url });
  const { statusCode: status, body } = answer;
  return { status, body, fault: faultOf(status, String(answer.headers['content-type'] ?? ''), body) };
}
