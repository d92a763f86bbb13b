import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import { runningStack } from '../../runtime/stack/running.ts';
import { type Shop, startMailServer, startNeighbour, startShop } from './program.ts';
import { type Measured, openSide, type Side } from './side.ts';
import { tell, tellRatios, tellSizes } from './tell.ts';

/** `npm run bench -- flow`: orders through a whole `longplay up`, from the request on the log to CONFIRMED and DELIVERED. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '20' },
      'warm-up': { type: 'string', default: '40' },
      rates: { type: 'string', default: '20,200' },
      ramp: { type: 'string', default: '200,250,300' },
      processes: { type: 'string', default: '1' },
      partitions: { type: 'string', default: '3' },
      /** `both`: two shops on the same servers, one with fraud's rules and one without; each in turn has the load. */
      fraud: { type: 'string', default: 'on' },
      /** Of each latency. */
      rounds: { type: 'string', default: '1' },
    },
  });
  const both = values.fraud === 'both';
  const seconds = Number(values.seconds);
  await withSides(
    {
      fraud: both ? ['on', 'off'] : [values.fraud === 'off' ? 'off' : 'on'],
      processes: Number(values.processes),
      partitions: Number(values.partitions),
    },
    async sides => {
      // The broker and each process compile their hot code for most of a minute.
      for (const side of sides) await side.round(50, Number(values['warm-up']), true, 120_000);
      for (const rate of numbers(values.rates)) await latencies(sides, rate, seconds, Number(values.rounds));
      for (const side of both ? [] : sides) await ramp(side, numbers(values.ramp), seconds);
    },
  );
}

const numbers = (list: string): number[] => list.split(',').filter(Boolean).map(Number);

type Wanted = {
  readonly fraud: readonly ('on' | 'off')[];
  readonly processes: number;
  readonly partitions: number;
};

async function withSides(
  { fraud, processes, partitions }: Wanted,
  work: (sides: readonly Side[]) => Promise<void>,
): Promise<void> {
  const home = homeOfBench();
  const stops: (() => Promise<void>)[] = [() => Promise.resolve(rmSync(home, { recursive: true, force: true }))];
  try {
    const mail = await startMailServer(join(home, 'mailbox'));
    stops.push(mail.stop);
    const shops: Shop[] = [];
    const sides: Side[] = [];
    for (const rules of fraud) {
      const options = {
        home: shops.length === 0 ? home : join(home, rules),
        fraud: rules,
        partitions,
        mailUrl: mail.url,
      };
      const [first] = shops;
      const shop = await (first === undefined
        ? startShop(options)
        : startNeighbour(first, await newDatabase(home), options));
      stops.push(shop.stop);
      shops.push(shop);
      const servers = first ?? shop;
      const side = await openSide({ name: `fraud ${rules}`, shop, servers, mail, processes });
      stops.push(side.stop);
      sides.push(side);
    }
    await work(sides);
    for (const side of sides) await tellSizes(side);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function homeOfBench(): string {
  const home = resolve('.longplay/bench-flow');
  const downloads = resolve('.longplay/downloads');
  rmSync(home, { recursive: true, force: true });
  for (const folder of [home, downloads]) mkdirSync(folder, { recursive: true });
  symlinkSync(downloads, join(home, 'downloads'));
  return home;
}

/** In the Postgres of this home; answers its URL. */
async function newDatabase(home: string): Promise<string> {
  const url = runningStack({ home })?.databaseUrl ?? '';
  const sql = connectPostgres({ url, tls: 'disable', name: 'bench' });
  await sql`create database neighbour`;
  await sql.end();
  return Object.assign(new URL(url), { pathname: '/neighbour' }).href;
}

async function latencies(sides: readonly Side[], rate: number, seconds: number, rounds: number): Promise<void> {
  const title = `request on the log → CONFIRMED, ${rate} orders/s`;
  const found = new Map<string, Measured[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const measured = await side.round(rate, seconds, false, 60_000);
      found.get(side.name)?.push(measured);
      tell(`${side.name}, ${title}`, measured);
    }
  }
  if (rounds > 1) tellRatios(title, found);
}

/** Whole journeys at growing rates, until one is not held: more than a twentieth slower than asked, or slow ends. */
async function ramp(side: Side, rates: readonly number[], seconds: number): Promise<void> {
  let highest = 0;
  for (const rate of rates) {
    const found = await side.round(rate, seconds, true, 120_000);
    tell(`${side.name}, request on the log → DELIVERED, ${rate} orders/s`, found);
    if (Object.keys(found.left).length > 0 || found.rate < rate * 0.95) break;
    highest = rate;
  }
  process.stdout.write(`\nhighest rate that was held through the whole journey: ${highest} orders/s\n`);
}
