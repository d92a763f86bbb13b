import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import postgres from 'postgres';
import { viewsSchema } from '../../runtime/projector/names.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { settingsFor } from '../../test/setup/servers.ts';
import { type Served, startLongplay } from '../api/shop.ts';
import { secondsOf } from '../flow/cpu.ts';
import { median } from '../measure.ts';
import { withServers } from '../stack.ts';
import { type OpenConsole, openConsole } from './consoles.ts';
import { type Copies, copyOrders } from './copies.ts';

const PREFIX = 'longplay';
const LIMIT_MS = 300;
const CONSOLES = 10;
/** What consoles are open on: half of them where most moves. */
const OPEN_ON = ['/console', '/console/orders', '/console/hospital', '/console/projections', '/console'];
const ROUNDS = 20;
/** A process that has just started still gets ready, behind its first answers, ms. */
const SETTLED_MS = 10_000;
/** What ten consoles cost when they have just been opened is no measure of what they cost all night, s. */
const WARM_UP_S = 10;

/**
 * `npm run bench -- console [--orders N] [--seconds N]`: how long each page takes with so many orders, its first visit and
 * the others, as shares of the 300 ms that it may; and what ten open consoles cost while orders come in, as a share of the
 * 5 % of a core that they may.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { orders: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '60' } },
  });
  await withServers('console', async (stack, home) => {
    await placeOrders(stack, home);
    say(`Copying them to ${values.orders} …`);
    const copies = await copyOrders({
      brokers: stack.kafkaBrokers as string[],
      prefix: PREFIX,
      orders: Number(values.orders),
    });
    const projections = await startLongplay(['projections'], stack, home);
    const api = await startLongplay(['api'], stack, home);
    try {
      await caughtUp(api);
      await countOrders(stack, copies);
      // The projector, too, has something to do after a hundred thousand orders.
      await sleep(SETTLED_MS);
      await timePages(api, copies);
      await costOfConsoles(api, copies, Number(values.seconds));
    } finally {
      await Promise.all([api.stop(), projections.stop(), copies.close()]);
    }
  });
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A few hundred orders in all states, decided by the real processors, which are stopped then. */
async function placeOrders(stack: Stack, home: string): Promise<void> {
  const shop = await startLongplay(['up'], stack, home);
  const env = {
    ...process.env,
    LONGPLAY_HOME: home,
    ...settingsFor(stack),
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

/** What the figures say of a size is void where copies are not orders of their own. */
async function countOrders({ databaseUrl }: Stack, { orders }: Copies): Promise<void> {
  const sql = postgres(databaseUrl as string, { max: 1, fetch_types: false });
  try {
    const [row] = await sql<[{ count: string }]>`select count(*) from ${sql(viewsSchema(PREFIX))}.orders`;
    if (Number(row.count) < orders) throw new Error(`There are ${row.count} orders in place of ${orders}.`);
  } finally {
    await sql.end();
  }
}

type Listed = { readonly orders: readonly { readonly customerId: string }[] };

/** Of orders that the processors have decided: copies have no story on the log. */
async function pagesOf({ url }: Served, { originals }: Copies): Promise<string[]> {
  const { orders } = (await (await fetch(`${url}/orders?limit=1`)).json()) as Listed;
  const [found, read, browsed] = originals.filter(id => !id.includes('poison')).toReversed();
  const customer = orders[0]?.customerId;
  if (customer === undefined || browsed === undefined) throw new Error('There are no orders.');
  return [
    '/console',
    '/console?topics=all',
    '/console/nodes/processors/orders',
    '/console/nodes/topics/orders',
    '/console/orders',
    '/console/orders?status=DELIVERED',
    '/console/orders?tab=stuck',
    '/console/orders?tab=flow',
    `/console/orders?q=${customer}`,
    // It leads to the order's page.
    `/console/orders?q=${found}`,
    `/console/orders/${read}`,
    '/console/hospital',
    '/console/projections',
    '/console/projections/orders',
    '/console/schemas',
    '/console/schemas/orders',
    '/console/topics',
    '/console/topics/orders',
    `/console/topics/orders?key=${browsed}`,
  ];
}

async function timePages(api: Served, copies: Copies): Promise<void> {
  const lines: string[] = [];
  for (const path of await pagesOf(api, copies)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begin = performance.now();
      const answer = await fetch(api.url + path);
      await answer.text();
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
      times.push(performance.now() - begin);
    }
    const [first = Number.NaN, ...others] = times;
    const shown = path.replace(/load-[\w-]+/g, '…');
    const shares = [first, ...others].map(time => time / LIMIT_MS);
    lines.push(
      `${shown.padEnd(34)} first ${ms(first)}  median ${ms(median(others))}  longest of the others ${ms(Math.max(...others))}  at most ${Math.max(...shares).toFixed(2)} of ${LIMIT_MS} ms`,
    );
  }
  process.stdout.write(
    `\n${copies.orders.toLocaleString('en')} orders, each page ${ROUNDS} times\n${lines.join('\n')}\n`,
  );
}

const ms = (time: number): string => `${time.toFixed(0).padStart(4)} ms`;

/** Beside the same orders coming in without anybody looking. */
async function costOfConsoles(api: Served, copies: Copies, seconds: number): Promise<void> {
  const without = await shareOfCore(api, copies, seconds);
  const open = await Promise.all(
    Array.from({ length: CONSOLES }, (_, n) => openConsole(api.url, OPEN_ON[n % OPEN_ON.length] as string)),
  );
  await shareOfCore(api, copies, WARM_UP_S);
  const before = fetchedBy(open);
  const withThem = await shareOfCore(api, copies, seconds);
  const fetched = fetchedBy(open) - before;
  await Promise.all(open.map(one => one.close()));
  const cost = withThem - without;
  process.stdout.write(`
${CONSOLES} open consoles while 2 orders a second come in, of one core, ${WARM_UP_S} s after they were opened:
without them ${percent(without)}, with them ${percent(withThem)}: they cost ${percent(cost)} (limit: 5 %), ${(cost / 0.05).toFixed(2)} of it; ${(fetched / seconds).toFixed(1)} pages a second fetched again
`);
}

const fetchedBy = (open: readonly OpenConsole[]): number => open.reduce((sum, one) => sum + one.fetched(), 0);

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

async function shareOfCore({ url, pid }: Served, { another }: Copies, seconds: number): Promise<number> {
  const before = secondsOf(pid);
  const end = Date.now() + seconds * 1_000;
  const body = JSON.stringify({ customerId: 'bench', lines: [{ sku: 'bench', quantity: 1 }] });
  while (Date.now() < end) {
    await fetch(`${url}/orders`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    // No processor runs: their facts come from here, so that every page has something new to show.
    await another();
    await sleep(500);
  }
  return (secondsOf(pid) - before) / seconds;
}
