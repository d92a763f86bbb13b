import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createRequestSender } from '../../api/requests/sender.ts';
import { openConnection } from '../../cli/connect/connection.ts';
import { loadSettings } from '../../runtime/config/settings.ts';
import { type CpuUse, cpuUse, difference } from './cpu.ts';
import { type Load, openLoad, percentile, type Round } from './load.ts';
import { type Program, startProgram, startWorker } from './program.ts';
import { stockTheShop } from './shop.ts';

/** `npm run bench -- flow`: orders through a whole `longplay up`, from the request on the log to CONFIRMED and DELIVERED. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '20' },
      rates: { type: 'string', default: '20,200' },
      processes: { type: 'string', default: '1' },
      ramp: { type: 'string', default: '200,300,400,500,600' },
    },
  });
  const seconds = Number(values.seconds);
  const rates = numbers(values.rates);
  const home = homeOfBench();
  const program = await startProgram(home);
  const workers: Program[] = [];
  try {
    for (let n = 1; n < Number(values.processes); n++) workers.push(await startWorker(program));
    const pids = [program, ...workers].map(({ pid }) => pid);
    const connection = await openConnection(loadSettings({ ...program.env }), process, requestTopics);
    const { log, prefix, wire } = connection;
    const sender = createRequestSender({ log, prefix, wire, vault: await connection.vault(), source: '/bench' });
    await stockTheShop(sender);
    const load = await openLoad({ log, prefix, wire, sender });
    await load.round(100, 40, true, 120_000); // warms up: the broker compiles its hot code for a minute
    for (const rate of rates) await latency(load, pids, rate, seconds);
    await ramp(load, pids, numbers(values.ramp), seconds);
    await load.stop();
    await sender.close();
    await connection.close();
  } finally {
    await Promise.all(workers.map(worker => worker.stop()));
    await program.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const requestTopics = [
  'order-requests',
  'product-requests',
  'stock-receipts',
  'customer-requests',
  'shipment-requests',
];
const numbers = (list: string): number[] => list.split(',').filter(Boolean).map(Number);

function homeOfBench(): string {
  const home = resolve('.longplay/bench-flow');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  mkdirSync(resolve('.longplay/downloads'), { recursive: true });
  if (!existsSync(join(home, 'downloads'))) symlinkSync(resolve('.longplay/downloads'), join(home, 'downloads'));
  return home;
}

async function latency(load: Load, pids: readonly number[], rate: number, seconds: number): Promise<void> {
  const before = cpuUse(pids);
  const found = await load.round(rate, seconds, false, 60_000);
  tell(`request on the log → CONFIRMED, ${rate} orders/s`, found, difference(cpuUse(pids), before));
}

/** Whole journeys at growing rates, until one is not held: more than a twentieth slower than asked, or slow ends. */
async function ramp(load: Load, pids: readonly number[], rates: readonly number[], seconds: number): Promise<void> {
  let highest = 0;
  for (const rate of rates) {
    const before = cpuUse(pids);
    const found = await load.round(rate, seconds, true, 120_000);
    tell(`request on the log → DELIVERED, ${rate} orders/s`, found, difference(cpuUse(pids), before));
    if (Object.keys(found.left).length > 0 || found.rate < rate * 0.95) break;
    highest = rate;
  }
  process.stdout.write(`\nhighest rate that was held through the whole journey: ${highest} orders/s\n`);
}

function tell(title: string, { orders, latencies, rate, left }: Round, cpu: CpuUse): void {
  const ms = [0.5, 0.95, 0.99].map(share => `p${share * 100} ${Math.round(percentile(latencies, share))} ms`);
  const each = Object.entries(cpu).map(([name, used]) => `${name} ${((used * 1_000) / orders).toFixed(2)}`);
  const total = Object.values(cpu).reduce((sum, used) => sum + used, 0);
  process.stdout.write(
    `\n${title}: ${orders} orders, ended at ${rate.toFixed(0)}/s${Object.keys(left).length > 0 ? `, NOT at their end: ${JSON.stringify(left)}` : ''}\n` +
      `  to CONFIRMED: ${ms.join(', ')}\n` +
      `  CPU ms an order: ${((total * 1_000) / orders).toFixed(2)} (${each.join(', ')})\n`,
  );
}
