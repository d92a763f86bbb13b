import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { secondsOf } from '../flow/cpu.ts';
import { median } from '../measure.ts';
import { withServers } from '../stack.ts';
import { type Served, startLongplay, startPeer } from './shop.ts';

const PRODUCTS = 200;
const CUSTOMERS = 200;
const CONNECTIONS = 64;
const PEER_TOPIC = 'bench-api-peer';

type Contender = {
  readonly name: string;
  readonly url: string;
  /** Of the process that answers. */
  readonly pid: number;
  readonly bodies?: readonly object[];
  readonly ids?: readonly string[];
};
type Answered = {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  readonly cpu: number;
};

/**
 * `npm run bench -- api [--seconds N] [--rounds N]`: orders that the API takes in, and products that it reads, at 64
 * connections, beside bare routes in the same run.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string', default: '8' }, rounds: { type: 'string', default: '3' } },
  });
  await withServers('api', async (stack, home) => {
    await fillShop(stack, home);
    await createPeerTopic(stack);
    const api = await startLongplay(['api'], stack, home);
    const peer = await startPeer(stack, PEER_TOPIC);
    try {
      await compare(api, peer, Number(values.seconds), Number(values.rounds));
    } finally {
      await Promise.all([api.stop(), peer.stop()]);
    }
  });
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const skus = numbers(PRODUCTS).map(n => `sku-${n}`);

/** Products and customers, known to the read models; then whatever decides and projects is stopped. */
async function fillShop(stack: Stack, home: string): Promise<void> {
  const shop = await startLongplay(['up'], stack, home);
  const put = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json', prefer: 'wait=30' };
    const { status } = await fetch(`${shop.url}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    if (status !== 200) throw new Error(`PUT ${path} was answered with ${status}.`);
  };
  const price = { amount: 999, currency: 'EUR' };
  await Promise.all(
    skus.map(sku => put(`/products/${sku}`, { title: sku, artist: 'The Partitions', format: 'LP', price })),
  );
  while ((await fetch(`${shop.url}/products/${skus.at(-1)}`)).status !== 200) await sleep(100);
  await shop.stop();
}

async function createPeerTopic(stack: Stack): Promise<void> {
  const logger = createLogger({ level: 'silent' });
  const log = createKafkajsLog({ brokers: [...(stack.kafkaBrokers ?? [])], clientId: 'bench-api', logger });
  await log.admin.createTopics([{ name: PEER_TOPIC, partitions: 3, replication: 1, config: {} }]);
  await log.close();
}

const orders = numbers(500).map(n => ({
  customerId: `customer-${n % CUSTOMERS}`,
  lines: numbers(1 + (n % 3)).map(line => ({ sku: skus[(n * 7 + line * 31) % PRODUCTS], quantity: 1 + (n % 2) })),
  shippingAddress: { recipient: `Customer ${n % CUSTOMERS}`, street: '1 Groove Street', city: 'Berlin', country: 'DE' },
}));

async function compare(api: Served, peer: Served, seconds: number, rounds: number): Promise<void> {
  const contenders: readonly Contender[] = [
    {
      name: 'a bare route that awaits one send of kafkajs',
      url: `${peer.url}/with-kafka`,
      pid: peer.pid,
      bodies: orders,
    },
    { name: 'a bare route without Kafka', url: `${peer.url}/without-kafka`, pid: peer.pid, bodies: orders },
    { name: 'POST /orders', url: `${api.url}/orders`, pid: api.pid, bodies: orders },
    { name: 'a bare read by key', url: `${peer.url}/read`, pid: peer.pid, ids: skus },
    { name: 'GET /products/{sku}', url: `${api.url}/products`, pid: api.pid, ids: skus },
  ];
  const found = new Map<string, Answered[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const one of contenders) {
      const answered = await load(one, seconds);
      if (round > 0) found.get(one.name)?.push(answered); // the first round warms up
    }
  }
  tell(found);
}

/** Bodies or ids in turn, over 64 connections that ask as soon as they are answered. */
async function load({ url, pid, bodies, ids }: Contender, duration: number): Promise<Answered> {
  const requests = bodies
    ? bodies.map(body => ({ method: 'POST' as const, body: JSON.stringify(body) }))
    : (ids ?? []).map(id => ({ method: 'GET' as const, path: `${new URL(url).pathname}/${id}` }));
  const headers = bodies ? { 'content-type': 'application/json' } : {};
  const before = secondsOf(pid);
  const result = await autocannon({ url, connections: CONNECTIONS, duration, headers, requests });
  const { requests: counted, latency, non2xx, errors, timeouts } = result;
  return {
    rate: counted.average,
    p50: latency.p50,
    p99: latency.p99,
    failed: non2xx + errors + timeouts,
    cpu: ((secondsOf(pid) - before) * 1e6) / counted.total,
  };
}

function tell(found: ReadonlyMap<string, readonly Answered[]>): void {
  const middle = new Map([...found].map(([name, list]) => [name, median(list.map(({ rate }) => rate))]));
  const rateOf = (name: string): number => middle.get(name) ?? Number.NaN;
  const rows = [...found].map(([name, list]) => {
    const [p50, p99] = [median(list.map(one => one.p50)), median(list.map(one => one.p99))];
    const failed = list.reduce((sum, one) => sum + one.failed, 0);
    return `${name.padEnd(46)} ${Math.round(rateOf(name)).toLocaleString('en-US').padStart(8)}/s  p50 ${p50} ms  p99 ${p99} ms  ${Math.round(median(list.map(one => one.cpu)))} µs CPU${failed > 0 ? `  ${failed} failed` : ''}`;
  });
  const ratio = (one: string, other: string): string => (rateOf(one) / rateOf(other)).toFixed(2);
  process.stdout.write(`\n${CONNECTIONS} connections, median of the rounds\n${rows.join('\n')}

POST /orders to the route with one send: ${ratio('POST /orders', 'a bare route that awaits one send of kafkajs')} (aim: 2.2, with a lower p99)
POST /orders to the route without Kafka: ${ratio('POST /orders', 'a bare route without Kafka')} (aim: 0.6)
GET /products/{sku} to the bare read:    ${ratio('GET /products/{sku}', 'a bare read by key')} (aim: 0.8)
`);
}
