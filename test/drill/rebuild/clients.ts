import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { atRate } from '../../../cli/load/at-rate.ts';
import type { RebuildDrill } from '../options.ts';

const PRODUCTS = 20;
const CUSTOMERS = 50;
const PLENTY = 10_000_000;
const READERS = 4;
/** Most of what is asked at once; a queue in this process would measure nothing. */
const MOST_UNDER_WAY = 400;
/** Of those that were told before, the last ones change most. */
const NEWEST = 1_000;
const CANCEL_EVERY = 10;

export type Counts = {
  readonly placed: number;
  /** Orders that were not placed, since too many requests were under way. */
  readonly skipped: number;
  readonly queries: number;
  /** Queries that told an order; the others came before it was decided. */
  readonly answers: number;
};

export type Clients = {
  /** Places orders until the signal; one in ten is cancelled a moment later. */
  place(rate: number, signal: AbortSignal): Promise<void>;
  counts(): Counts;
  /** Requests that were not taken in, and queries that failed or told something older than before. */
  readonly problems: { readonly writes: string[]; readonly failed: string[]; readonly backwards: string[] };
  stop(): Promise<void>;
};

/** Where the API is, and what opens it. */
type Door = { readonly api: string; readonly key: string };

type Pace = Pick<RebuildDrill, 'seed' | 'rate'>;

/** Everybody who talks to the API: who orders, and readers the whole time. */
export async function openClients({ api, key }: Door, { seed, rate }: Pace): Promise<Clients> {
  // Each reader asks as often as an order comes.
  const pause = 1_000 / rate;
  const problems = { writes: [] as string[], failed: [] as string[], backwards: [] as string[] };
  const ids: string[] = [];
  let [queries, answers, underWay, skipped, reading] = [0, 0, 0, 0, true];
  const authorization = { authorization: `Bearer ${key}` };
  const draw = (name: string): number =>
    createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0) / 2 ** 32;

  const send = async (method: string, path: string, body: object, prefer = ''): Promise<Record<string, unknown>> => {
    const headers = { ...authorization, 'content-type': 'application/json', ...(prefer !== '' && { prefer }) };
    const answer = await fetch(`${api}${path}`, { method, headers, body: JSON.stringify(body) });
    const told = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(told)}`);
    return told;
  };
  const wanted = (work: Promise<unknown>): void => {
    underWay++;
    work.catch(error => problems.writes.push(String(error))).finally(() => underWay--);
  };

  await setUp(send);

  const order = async (n: number): Promise<void> => {
    const customerId = `c-${Math.floor(draw(`customer ${n}`) * CUSTOMERS)}`;
    const sku = `lp-${Math.floor(draw(`sku ${n}`) * PRODUCTS)}`;
    const told = await send('POST', '/orders', { customerId, lines: [{ sku, quantity: 1 + (n % 3) }] });
    const orderId = String(told.orderId);
    ids.push(orderId);
    if (n % CANCEL_EVERY !== 0) return;
    await sleep(draw(`cancel ${n}`) * 3_000);
    await send('POST', `/orders/${orderId}/cancellation`, { reasonCode: 'changed-mind' });
  };

  /** What was told of each order; the orders in the order in which they were told first. */
  const newest = new Map<string, Record<string, number>>();
  const told: string[] = [];
  const read = async (orderId: string): Promise<void> => {
    const began = newest.get(orderId);
    const answer = await fetch(`${api}/orders/${orderId}`, { headers: authorization });
    const body = (await answer.json()) as Parts;
    queries++;
    if (answer.status === 404 && began === undefined) return;
    if (answer.status !== 200) {
      problems.failed.push(`GET /orders/${orderId}: ${answer.status} ${JSON.stringify(body)}`);
      return;
    }
    answers++;
    const now = versionsOf(body);
    for (const [part, version] of Object.entries(began ?? {})) {
      const seen = now[part] ?? 0;
      if (seen < version) problems.backwards.push(`${orderId}: ${part} ${version}, then ${seen}`);
    }
    // Another reader may have been told a newer one meanwhile.
    if (!newest.has(orderId)) told.push(orderId);
    const since = newest.get(orderId) ?? {};
    const parts = new Set([...Object.keys(since), ...Object.keys(now)]);
    newest.set(orderId, Object.fromEntries([...parts].map(one => [one, Math.max(since[one] ?? 0, now[one] ?? 0)])));
  };
  const pick = (share: number, list: readonly string[], last: number): string | undefined => {
    const from = Math.max(0, list.length - last);
    return list[from + Math.floor(share * (list.length - from))];
  };
  const reader = async (number: number): Promise<void> => {
    for (let n = 0; reading; n++) {
      const share = draw(`read ${number} ${n}`);
      // Most of those that were placed may still wait to be decided: each third query asks for one of them.
      const orderId = (n % 3 === 0 ? undefined : pick(share, told, NEWEST)) ?? pick(share, ids, ids.length);
      if (orderId !== undefined) {
        await read(orderId).catch(error => problems.failed.push(`GET /orders/${orderId}: ${causeOf(error)}`));
      }
      await sleep(pause);
    }
  };
  const readers = Array.from({ length: READERS }, (_, number) => reader(number));

  return {
    place: async (rate, signal) => {
      await atRate(rate, Number.MAX_SAFE_INTEGER, signal, n => {
        if (underWay < MOST_UNDER_WAY) wanted(order(n));
        else skipped++;
      });
      while (underWay > 0) await sleep(20);
    },
    counts: () => ({ placed: ids.length, skipped, queries, answers }),
    problems,
    stop: async () => {
      reading = false;
      await Promise.all(readers);
    },
  };
}

type Send = (method: string, path: string, body: object, prefer?: string) => Promise<unknown>;

async function setUp(send: Send): Promise<void> {
  const price = { amount: 1_990, currency: 'USD' };
  const address = { city: 'Berlin', country: 'DE' };
  const wait = 'wait=30';
  await Promise.all([
    ...Array.from({ length: PRODUCTS }, async (_, n) => {
      await send('PUT', `/products/lp-${n}`, { title: `Record ${n}`, artist: 'Somebody', format: 'LP', price }, wait);
      await send('POST', `/stock/lp-${n}/receipts`, { quantity: PLENTY }, wait);
    }),
    ...Array.from({ length: CUSTOMERS }, (_, n) =>
      send('PUT', `/customers/c-${n}`, { name: `Customer ${n}`, addresses: [address] }, wait),
    ),
  ]);
}

type Part = { readonly version: number } | null;
type Parts = { readonly version: number; readonly payment: Part; readonly allocation: Part; readonly shipment: Part };

/** Each comes of a read model of its own. */
function versionsOf({ version, payment, allocation, shipment }: Parts): Record<string, number> {
  const parts = { payment, allocation, shipment };
  const there = Object.entries(parts).flatMap(([name, part]) => (part ? [[name, part.version] as const] : []));
  return { order: version, ...Object.fromEntries(there) };
}

const causeOf = (error: unknown): string => {
  const { cause } = error as { cause?: { code?: string } };
  return `${error}${cause?.code === undefined ? '' : ` (${cause.code})`}`;
};
