import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BookingStandIn, startBookingStandIn } from '../../runtime/gateways/bookings/stand-in/server.ts';
import { startLongplay } from '../api/shop.ts';
import { withServers } from '../stack.ts';

const desks = ['car', 'hotel', 'flight'] as const;
type Providers = BookingStandIn<(typeof desks)[number]>;

/** When the last of its three was booked, and when a reader saw that all are, ms after it was asked for. */
type Taken = { readonly booked: number; readonly seen: number };

/**
 * `npm run bench -- holiday [--bookings N] [--rate R]`: how long a holiday takes without failures, at R holidays a second,
 * beside the three calls of the providers made directly, one after another, in the same run and in turn.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { bookings: { type: 'string', default: '300' }, rate: { type: 'string', default: '5' } },
  });
  await withServers('holiday', async (stack, home) => {
    const ends = new Map<string, number>();
    const providers = await startBookingStandIn({
      desks,
      data: join(home, 'providers'),
      port: 0,
      hold: async (desk, point, { holder }) => {
        if (desk === 'flight' && point === 'after') ends.set(holder, performance.now());
      },
    });
    try {
      const shop = await startLongplay(['up'], stack, home, { BOOKINGS_URL: providers.url });
      try {
        await compare(shop.url, providers, ends, Number(values.bookings), Number(values.rate));
      } finally {
        await shop.stop();
      }
    } finally {
      await providers.stop();
    }
  });
}

async function compare(url: string, providers: Providers, ends: Map<string, number>, bookings: number, rate: number) {
  const taken: Promise<Taken>[] = [];
  const direct: Promise<number>[] = [];
  for (let n = -20; n < bookings; n++) {
    const ours = holiday(url, `ours-${n}`, ends);
    const peers = inSequence(providers, `peer-${n}`);
    // The first ones warm up.
    if (n < 0) await Promise.all([ours, peers]);
    else {
      taken.push(ours);
      direct.push(peers);
      await sleep(1_000 / rate);
    }
  }
  const all = await Promise.all(taken);
  const peer = await Promise.all(direct);
  const rows: [string, readonly number[]][] = [
    ['the three calls, made directly one after another', peer],
    ['POST /holidays to the last booking at its provider', all.map(one => one.booked)],
    ['POST /holidays to DONE in GET /holidays/{id}', all.map(one => one.seen)],
  ];
  process.stdout.write(`\n${bookings} holidays at ${rate} a second\n`);
  for (const [name, times] of rows) {
    const [p50, p95] = [0.5, 0.95].map(share => quantile(times, share));
    process.stdout.write(`${name.padEnd(54)} p50 ${p50} ms  p95 ${p95} ms\n`);
  }
}

const trip = { from: '2027-05-01', until: '2027-05-08' };

async function holiday(url: string, customerId: string, ends: ReadonlyMap<string, number>): Promise<Taken> {
  const began = performance.now();
  const asked = await fetch(`${url}/holidays`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customerId, ...trip, car: 'small', hotel: 'Harbour', flights: ['LP1'] }),
  });
  if (asked.status !== 202) throw new Error(`POST /holidays was answered with ${asked.status}.`);
  const { holidayId } = (await asked.json()) as { holidayId: string };
  for (;;) {
    const read = await fetch(`${url}/holidays/${holidayId}`);
    const { status } = (await read.json()) as { status: unknown };
    if (status === 'DONE') break;
    await sleep(5);
  }
  const seen = performance.now();
  return { booked: (ends.get(customerId) ?? Number.NaN) - began, seen: seen - began };
}

async function inSequence({ url }: Providers, holder: string): Promise<number> {
  const began = performance.now();
  for (const desk of desks) {
    const key = `${holder}/${desk}`;
    const { status } = await fetch(`${url}/${desk}/bookings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ reference: key, holder, item: 'any', ...trip }),
    });
    if (status !== 201) throw new Error(`The ${desk} provider answered with ${status}.`);
  }
  return performance.now() - began;
}

function quantile(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number).toFixed(1);
}
