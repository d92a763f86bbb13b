import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { startStack } from '../../runtime/stack/stack.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { type Served, startLongplay } from '../api/shop.ts';
import { secondsOf } from '../flow/cpu.ts';
import { median } from '../measure.ts';
import { openConsole } from './consoles.ts';
import { copyOrders } from './copies.ts';

const PREFIX = 'longplay';
const LIMIT_MS = 300;
const CONSOLES = 10;
/** What consoles are open on: half of them where most moves. */
const OPEN_ON = ['/console', '/console/orders', '/console/hospital', '/console/projections', '/console'];
const ROUNDS = 20;

/**
 * `npm run bench -- console [--orders N] [--seconds N]`: how long each page takes with so many orders, as a share of the
 * 300 ms that it may, and what ten open consoles cost while orders come in, as a share of the 5 % of a core that they may.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { orders: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '60' } },
  });
  const home = mkdtempSync(join(tmpdir(), 'longplay-bench-console-'));
  const stack = await startStack({
    home: '.longplay',
    data: 'bench-console',
    fresh: true,
    start: { kafka: true, registry: true, postgres: true },
    ports: { kafka: 0, registry: 0, postgres: 0 },
    onProgress: ({ text }) => process.stderr.write(`${text}\n`),
  });
  try {
    await placeOrders(stack, home);
    say(`Copying them to ${values.orders} …`);
    const orders = await copyOrders({
      brokers: stack.kafkaBrokers as string[],
      prefix: PREFIX,
      orders: Number(values.orders),
    });
    const projections = await startLongplay(['projections'], stack, home);
    const api = await startLongplay(['api'], stack, home);
    try {
      await caughtUp(api);
      await timePages(api, orders);
      await costOfConsoles(api, Number(values.seconds));
    } finally {
      await Promise.all([api.stop(), projections.stop()]);
    }
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A few hundred orders in all states, decided by the real processors, which are stopped then. */
async function placeOrders(stack: Stack, home: string): Promise<void> {
  const shop = await startLongplay(['up'], stack, home);
  const env = {
    ...process.env,
    LONGPLAY_HOME: home,
    KAFKA_BROKERS: (stack.kafkaBrokers ?? []).join(','),
    SCHEMA_REGISTRY_URL: stack.registryUrl ?? '',
    DATABASE_URL: stack.databaseUrl ?? '',
  };
  const load = ['cli/bin.js', 'load', '--orders', '500', '--rate', '50', '--poison', '2', '--seed', '7'];
  await promisify(execFile)(process.execPath, load, { env, maxBuffer: 64 * 1_024 * 1_024 });
  await shop.stop();
}

async function caughtUp({ url }: Served): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/projections`);
    const { items = [] } = (await answer.json()) as { items?: { partitions: { lag: number }[] }[] };
    const lag = items.flatMap(({ partitions }) => partitions).reduce((sum, one) => sum + one.lag, 0);
    if (items.length > 0 && lag === 0) return;
    say(`The read models are ${lag} offsets behind …`);
    await sleep(5_000);
  }
}

type Listed = { readonly orders: readonly { readonly orderId: string; readonly customerId: string }[] };

async function pagesOf({ url }: Served): Promise<string[]> {
  const { orders } = (await (await fetch(`${url}/orders?limit=100`)).json()) as Listed;
  const [first, last] = [orders[0], orders.at(-1)];
  if (first === undefined || last === undefined) throw new Error('There are no orders.');
  return [
    '/console',
    '/console/orders',
    '/console/orders?status=DELIVERED',
    '/console/orders?tab=stuck',
    `/console/orders?q=${first.orderId}`,
    `/console/orders?q=${first.customerId}`,
    `/console/orders/${last.orderId}`,
    '/console/hospital',
    '/console/projections',
    '/console/projections/orders',
    '/console/schemas',
    '/console/topics',
    '/console/topics/orders',
    `/console/topics/orders?key=${last.orderId}`,
  ];
}

async function timePages(api: Served, orders: number): Promise<void> {
  const lines: string[] = [];
  for (const path of await pagesOf(api)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begin = performance.now();
      const answer = await fetch(api.url + path);
      await answer.text();
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
      times.push(performance.now() - begin);
    }
    const worst = Math.max(...times);
    const shown = path.replace(/order-[0-9a-f-]+|load-[\w-]+/g, '…');
    const share = (worst / LIMIT_MS).toFixed(2);
    lines.push(`${shown.padEnd(40)} median ${ms(median(times))}  longest ${ms(worst)}  ${share} of ${LIMIT_MS} ms`);
  }
  process.stdout.write(`\n${orders.toLocaleString('en')} orders, ${ROUNDS} times each\n${lines.join('\n')}\n`);
}

const ms = (time: number): string => `${time.toFixed(0).padStart(4)} ms`;

/** Beside the same orders coming in without anybody looking. */
async function costOfConsoles(api: Served, seconds: number): Promise<void> {
  const without = await shareOfCore(api, seconds);
  const open = await Promise.all(
    Array.from({ length: CONSOLES }, (_, n) => openConsole(api.url, OPEN_ON[n % OPEN_ON.length] as string)),
  );
  const withThem = await shareOfCore(api, seconds);
  const fetched = open.reduce((sum, one) => sum + one.fetched(), 0);
  await Promise.all(open.map(one => one.close()));
  const cost = withThem - without;
  process.stdout.write(`
${CONSOLES} open consoles while 2 orders a second come in, of one core:
without them ${percent(without)}, with them ${percent(withThem)}: they cost ${percent(cost)} (limit: 5 %), ${(cost / 0.05).toFixed(2)} of it; ${(fetched / seconds).toFixed(1)} pages a second fetched again
`);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

async function shareOfCore({ url, pid }: Served, seconds: number): Promise<number> {
  const before = secondsOf(pid);
  const end = Date.now() + seconds * 1_000;
  const body = JSON.stringify({ customerId: 'bench', lines: [{ sku: 'bench', quantity: 1 }] });
  while (Date.now() < end) {
    await fetch(`${url}/orders`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await sleep(500);
  }
  return (secondsOf(pid) - before) / seconds;
}
