import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { buildApp } from '../../api/app.ts';
import { createRequestSender, type RequestSender } from '../../api/requests/sender.ts';
import { specAuth } from '../../api/testing/callers.ts';
import { cases } from '../../projections/cases/projection.ts';
import { holidays as holidaysView } from '../../projections/holidays/projection.ts';
import { requests as requestsView } from '../../projections/requests/projection.ts';
import type { HoldPoint } from '../../runtime/gateways/any/stand-in/keyed.ts';
import { standingIn } from '../../runtime/gateways/bookings/stand-in/ledger.ts';
import { type BookingStandIn, startBookingStandIn } from '../../runtime/gateways/bookings/stand-in/server.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { type Projector, startProjector } from '../../runtime/projector/projector.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { catalogueWire, createShopTopics } from './shop.ts';

const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const prefix = `trips-${Date.now().toString(36)}`;
const soon = { timeout: 100_000, interval: 50 };
const wire = catalogueWire();
const vault = createMemoryVault();
const desks = ['car', 'hotel', 'flight'] as const;
type Desk = (typeof desks)[number];

/** Where the coordinator is killed: a step of a holiday, and whether the provider had done it by then. */
type Point = { readonly desk: Desk; readonly kind: 'booking' | 'cancellation'; readonly point: HoldPoint };
const points: readonly Point[] = (['before', 'after'] as const).flatMap(point => [
  ...desks.map(desk => ({ desk, kind: 'booking' as const, point })),
  ...(['hotel', 'car'] as const).map(desk => ({ desk, kind: 'cancellation' as const, point })),
]);

const folder = mkdtempSync(join(tmpdir(), 'holidays-'));
/** Of each holder: where he is held, and what lets him go on. */
const held = new Map<string, { readonly at: Point; release: (() => void) | null }>();
let standIn: BookingStandIn<Desk>;
let coordinator: ChildProcess;
let sql: Sql;
let log: Log;
let projector: Projector;
let sender: RequestSender;
let app: ReturnType<typeof buildApp>;

async function start(): Promise<ChildProcess> {
  const env = { ...process.env, PREFIX: prefix, BROKERS: inject('kafkaBrokers').join(','), PROVIDERS: standIn.url };
  const file = fileURLToPath(new URL('./coordinator-process.ts', import.meta.url));
  const started = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(started.stdout, 'data');
  return started;
}

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
  await createShopTopics(log, prefix, 2);
  standIn = await startBookingStandIn({
    desks,
    data: folder,
    port: 0,
    hold: async (desk, point, { holder, kind }) => {
      const one = held.get(holder);
      if (one?.at.desk !== desk || one.at.point !== point || one.at.kind !== kind || one.release !== null) return;
      await new Promise<void>(release => {
        one.release = release;
      });
    },
  });
  sender = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/api` });
  const read = [holidaysView, requestsView, cases] as never[];
  [coordinator, projector] = await Promise.all([
    start(),
    startProjector({ log, sql, prefix, wire, logger, projections: read, sentinel: null }),
  ]);
  const health = { check: async () => ({ ready: true, servers: {} }) };
  const hospital = { admin: log.admin, wire };
  app = buildApp({ logger, health, auth: specAuth, shop: { requests: sender, sql, vault, prefix, hospital } });
  await app.ready();
}, 180_000);

afterAll(async () => {
  coordinator?.kill('SIGKILL');
  await app?.close();
  await sender?.close();
  await projector?.stop();
  await log?.close();
  await standIn?.stop();
  await sql?.end({ timeout: 5 });
  rmSync(folder, { recursive: true, force: true });
});

const get = async (url: string) => (await app.inject({ url })).json();
const post = (url: string, payload?: object, wait = 30) =>
  app.inject({ method: 'POST', url, ...(payload && { payload }), headers: { prefer: `wait=${wait}` } });

const book = async (customerId: string, over: object = {}, wait = 30): Promise<string> => {
  const wishes = { car: 'small', hotel: 'Harbour', flights: ['LP1'] };
  const body = { customerId, from: '2027-05-01', until: '2027-05-08', ...wishes, ...over };
  return `/holidays/${(await post('/holidays', body, wait)).json().holidayId}`;
};

const untilAt = (
  path: string,
  status: string,
): Promise<{ readonly steps: readonly { readonly reference: string }[] }> =>
  vi.waitFor(async () => {
    const holiday = await get(path);
    expect(holiday.status).toBe(status);
    return holiday;
  }, soon);

const standing = (holder: string) =>
  desks.flatMap(desk => standingIn(standIn.operations(desk)).filter(one => one.holder === holder));

/** Asks for a holiday for each point, and waits until each stands at its own. */
async function holdAll(
  round: string,
): Promise<readonly { readonly holder: string; readonly at: Point; path: string }[]> {
  const asked = await Promise.all(
    points.map(async (at, index) => {
      const holder = `${round}-${index}`;
      held.set(holder, { at, release: null });
      // A flight that cannot be had turns it back.
      const flights = at.kind === 'cancellation' ? ['full-1', 'full-2'] : ['full-1', 'LP2'];
      return { holder, at, path: await book(holder, { flights }, 0) };
    }),
  );
  await vi.waitFor(() => {
    expect(asked.filter(({ holder }) => held.get(holder)?.release === null).map(({ at }) => at)).toEqual([]);
  }, soon);
  return asked;
}

const releaseAll = (): void => {
  for (const { release } of held.values()) release?.();
};

/** kill -9, and another one in its place. */
async function killed(after: () => void): Promise<void> {
  const ended = once(coordinator, 'exit');
  after();
  coordinator.kill('SIGKILL');
  await ended;
  coordinator = await start();
}

/** All or nothing, by the read model and by the providers' own books. */
async function checkEnds(asked: Awaited<ReturnType<typeof holdAll>>): Promise<void> {
  for (const { holder, at, path } of asked) {
    const isBooked = at.kind === 'booking';
    const { steps } = await untilAt(path, isBooked ? 'DONE' : 'UNDONE');
    const stands = standing(holder).map(({ id }) => id);
    const expected = isBooked ? steps.map(({ reference }) => reference) : [];
    expect([at, stands.toSorted()]).toEqual([at, expected.toSorted()]);
    const all = desks.flatMap(desk => standIn.operations(desk).filter(one => one.holder === holder));
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  }
}

describe('a holiday, over the API, a real log and real providers', () => {
  it('is booked, and told as a story; cancelled, nothing of it stands', async () => {
    const path = await book('ann', { flights: ['full-1', 'LP2'] });
    const booked = await untilAt(path, 'DONE');
    expect(booked).toMatchObject({ turnedBack: null, owed: [], actions: [{ name: 'cancel' }] });
    expect(standing('ann').map(({ item }) => item)).toEqual(['small', 'Harbour', 'LP2']);
    const { entries } = await get(`${path}/log`);
    expect(entries.map(({ text }: { text: string }) => text)).toEqual([
      'Begun by shop.',
      'holidays asked to book car small.',
      'car-provider booked car small as car-booking-1.',
      'holidays asked to book hotel Harbour.',
      'hotel-provider booked hotel Harbour as hotel-booking-1.',
      'holidays asked to book flight full-1.',
      'flight-provider refused to book flight full-1: fully-booked.',
      'holidays asked to book flight LP2.',
      'flight-provider booked flight LP2 as flight-booking-2.',
      'Everything is booked.',
    ]);
    expect((await post(`${path}/cancellation`)).statusCode).toBe(200);
    expect((await post(`${path}/cancellation`)).json()).toMatchObject({ status: 409, reason: 'already-turned-back' });
    expect(await untilAt(path, 'UNDONE')).toMatchObject({ turnedBack: 'cancelled', actions: [] });
    expect(standing('ann')).toEqual([]);
    expect((await get('/holidays?customerId=ann&status=UNDONE')).holidays).toHaveLength(1);
    expect((await get('/holidays/holiday-unknown')).status).toBe(404);
    expect((await post('/holidays/holiday-unknown/cancellation')).statusCode).toBe(404);
  }, 120_000);

  it('whose cancellation a provider refuses is a case, and ends when the hospital has retried it', async () => {
    const path = await book('bob', { hotel: 'firm-Harbour', flights: ['full-1'] });
    const stuck = await untilAt(path, 'STUCK');
    expect(stuck).toMatchObject({ turnedBack: 'flight-refused', owed: [{ step: 'undo-hotel', by: 'operator' }] });
    expect(standing('bob').map(({ item }) => item)).toEqual(['small', 'firm-Harbour']);
    const [found] = await vi.waitFor(async () => {
      const { cases: items } = await get('/hospital/cases?processor=holidays');
      expect(items).toHaveLength(1);
      return items;
    }, soon);
    standIn.turn('hotel', { declines: [] });
    expect((await post(found.links.retry, { actor: 'ann', reason: 'they agreed' })).statusCode).toBeLessThan(300);
    await untilAt(path, 'UNDONE');
    expect(standing('bob')).toEqual([]);
    await vi.waitFor(async () => expect((await get('/hospital/cases')).cases).toEqual([]), soon);
  }, 120_000);

  it('ends right without a hand when the coordinator is killed in any of its steps', async () => {
    // Before each provider has done it, and before its answer: the process is gone, and never hears of it.
    const first = await holdAll('silent');
    await killed(() => undefined);
    releaseAll();
    await checkEnds(first);
    // As all the answers come: each may be written down by then, or not.
    const second = await holdAll('answered');
    await killed(releaseAll);
    await checkEnds(second);
    expect((await get('/hospital/cases')).cases).toEqual([]);
  }, 240_000);
});
