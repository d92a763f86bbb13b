import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { append } from '../projections/testing/histories.ts';
import { casebook } from '../runtime/casebook/casebook.ts';
import { partitionOfKey } from '../runtime/hospital/send.ts';
import { generationSchema, viewsSchema } from '../runtime/projector/names.ts';
import { dryHeal } from '../runtime/projector/rebuild/heal-dry.ts';
import { putProduct } from './requests/products.ts';
import { type HospitalApi, openHospitalApi } from './testing/hospital-api.ts';

const prefix = `ward-${Date.now().toString(36)}`;
const soon = { timeout: 45_000, interval: 100 };
const by = { actor: 'ann', reason: 'it was looked at' };
let own: HospitalApi;
let { sql, log, wire, shop, sender, app } = {} as HospitalApi;

beforeAll(async () => {
  own = await openHospitalApi({ databaseUrl: inject('databaseUrl'), brokers: inject('kafkaBrokers'), prefix });
  ({ sql, log, wire, shop, sender, app } = own);
});

afterAll(() => own.stop());

const get = async (url: string) => (await app.inject({ url })).json();
const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
const pathOf = (caseId: string) => `/hospital/cases/${encodeURIComponent(caseId)}`;
const junk = (topic: string, key: string) =>
  append(log, [{ topic: `${prefix}.${topic}`, key: Buffer.from(key), value: Buffer.from('no Avro') }]);

/** Asks for something, and waits for what its owner says of it. */
async function asked(
  url: string,
  payload: object,
): Promise<{ status: string; outcomes: object[]; links: Record<string, string> }> {
  const answer = await post(url, payload);
  expect([answer.statusCode, answer.json()]).toMatchObject([202, { operationId: expect.any(String) }]);
  return await vi.waitFor(async () => {
    const outcome = await get(answer.headers.location as string);
    expect(outcome.status).not.toBe('undecided');
    return { ...outcome, links: answer.json().links };
  }, soon);
}

type Found = { caseId: string; status: string; group: string; links: Record<string, string> };

const casesWith = (query: string, count: number): Promise<Found[]> =>
  vi.waitFor(async () => {
    const { cases: items } = await get(`/hospital/cases?${query}`);
    expect(items).toHaveLength(count);
    return items;
  }, soon);

describe('the hospital over the API', () => {
  it('lists what could not be processed by cause, and each case with its queue', async () => {
    await junk('product-requests', 'lp-1');
    await sender.send(putProduct(asking('behind'), 'lp-1', product));
    await junk('product-requests', 'lp-2');
    await casesWith('processor=catalogue', 3);
    const { groups } = await get('/hospital');
    expect(groups).toMatchObject([
      { processor: 'catalogue', code: 'LP_CODEC_UNDECODABLE', cases: 2, queued: 1, keysBlocked: 2, retrying: 0 },
    ]);
    const page = await get('/hospital/cases?processor=catalogue&limit=2');
    const next = await get(`/hospital/cases?processor=catalogue&limit=2&cursor=${page.nextCursor}`);
    expect([page.cases.length, next.cases.length, next.nextCursor]).toEqual([2, 1, null]);
    const { keys, nextCursor } = await get('/hospital/keys?processor=catalogue&limit=1');
    const { keys: others } = await get(`/hospital/keys?processor=catalogue&limit=1&cursor=${nextCursor}`);
    expect([keys, others]).toMatchObject([[{ key: 'lp-1', cases: 2, queued: 1 }], [{ key: 'lp-2', cases: 1 }]]);
    expect(keys[0].first).toMatchObject([
      { status: 'WAITING', attempts: 1 },
      { status: 'QUEUED', code: null },
    ]);
    const [front] = await casesWith('key=lp-1&status=WAITING', 1);
    expect(await get(front?.links.self as string)).toMatchObject({
      case: { status: 'WAITING', key: 'lp-1', error: { code: 'LP_CODEC_UNDECODABLE' }, attempts: 1 },
      queue: [{ caseId: front?.caseId }, { status: 'QUEUED' }],
      queued: 2,
    });
    expect((await app.inject({ url: '/hospital/cases/catalogue%2Fx%2F0%2F1' })).statusCode).toBe(404);
    expect((await app.inject({ url: '/hospital/cases?cursor=bm9uZQ' })).statusCode).toBe(400);
  });

  it('shows what a case holds, as bytes where nobody can read it, and what a retry would write', async () => {
    const [front] = await casesWith('key=lp-1&status=WAITING', 1);
    const bytes = Buffer.from('no Avro').toString('base64');
    expect(await get(front?.links.content as string)).toMatchObject({
      read: { bytes, undecodable: expect.any(String) },
      raw: { key: Buffer.from('lp-1').toString('base64'), value: bytes },
      key: 'lp-1',
      state: null,
    });
    const [behind] = await casesWith('key=lp-1&status=QUEUED', 1);
    const { read, headers } = await get(behind?.links.content as string);
    expect(read).toMatchObject({ value: { sku: 'lp-1' } });
    expect(headers).toContainEqual({ name: 'ce_id', value: `${prefix}-behind` });

    const fails = { caseId: front?.caseId, would: 'fail again', error: { code: 'LP_CODEC_UNDECODABLE' } };
    const stays = { caseId: behind?.caseId, would: 'stay queued' };
    const dry = await post(behind?.links.dryRun as string, {});
    expect([dry.statusCode, dry.json()]).toMatchObject([
      200,
      {
        runs: [{ processor: 'catalogue', key: 'lp-1', before: null, cases: [fails, stays], records: [], rows: [] }],
        projected: null,
      },
    ]);
    const ofWhom = { processor: 'catalogue' };
    const group = await post(`/hospital/groups/${front?.group}/dry-run`, ofWhom);
    expect(group.json()).toMatchObject({ runs: [{}, {}], notTried: 0 });
    expect((await post('/hospital/keys/nobody/dry-run', ofWhom)).statusCode).toBe(404);
    expect((await post('/hospital/keys/lp-1/dry-run', { processor: 'catalog' })).statusCode).toBe(404);
    expect((await get(front?.links.self as string)).case.attempts).toBe(1);
  });

  it('has them tried again: a case, a key, a cause; what fails again is back, with who asked and why', async () => {
    const [front] = await casesWith('key=lp-1&status=WAITING', 1);
    const { status, links } = await asked(front?.links.retry as string, by);
    expect(status).toBe('accepted');
    const back = { ended: true, total: 1, healed: 0, back: 1 };
    await vi.waitFor(async () => expect(await get(links.result as string)).toMatchObject(back), soon);
    const self = front?.links.self as string;
    await vi.waitFor(async () => {
      const { case: now } = await get(self);
      expect(now).toMatchObject({ status: 'WAITING', attempts: 2 });
      const entry = { action: 'RETRY', actor: { kind: 'OPERATOR', id: 'spec/ann' }, reason: by.reason };
      expect(now.treatments).toMatchObject([{ ...entry, result: 'failed again: LP_CODEC_UNDECODABLE' }]);
    }, soon);
    const key = await asked('/hospital/keys/nobody/retry', { ...by, processor: 'catalogue' });
    expect(key).toMatchObject({ status: 'rejected', outcomes: [{ reason: 'key-not-blocked' }] });
    expect(await get(key.links.result as string)).toMatchObject({ ended: true, total: 0, healed: 0 });
    const group = await asked(`/hospital/groups/${front?.group}/retry`, {
      ...by,
      processor: 'catalogue',
      perSecond: 5,
    });
    expect(group).toMatchObject({ status: 'accepted', outcomes: [{}, {}] });
    await vi.waitFor(async () => {
      const result = await get(group.links.result as string);
      expect(result).toMatchObject({ ended: true, total: 2, healed: 0, back: 2, errors: [expect.any(String)] });
    }, soon);
  });

  it('has a request edited, which heals it and what queued behind it; and one discarded', async () => {
    const [front] = await casesWith('key=lp-1&status=WAITING', 1);
    const self = front?.links.self as string;
    const unfit = await post(`${self}/edit`, { ...by, value: { sku: 7 } });
    expect([unfit.statusCode, unfit.json().code]).toEqual([400, 'LP_API_INPUT_INVALID']);
    const { value } = putProduct(asking('edited'), 'lp-1', { ...product, title: 'As it was meant' });
    expect(await asked(`${self}/edit`, { ...by, value })).toMatchObject({ status: 'accepted' });
    await casesWith('processor=catalogue', 1);
    await vi.waitFor(async () => expect(await get('/products/lp-1')).toMatchObject({ title: 'Behind' }), soon);
    const [other] = await casesWith('key=lp-2', 1);
    expect(await asked(other?.links.discard as string, by)).toMatchObject({ status: 'accepted' });
    await casesWith('processor=catalogue', 0);
    expect((await casesWith('processor=catalogue&state=closed', 3)).map(({ status }) => status).sort()).toEqual([
      'DISCARDED',
      'HEALED',
      'HEALED',
    ]);
    const closed = await casebook({ sql, prefix }).closedOf('lp-1', 9);
    expect(closed.map(({ status }) => status)).toEqual(['HEALED', 'HEALED']);
    expect(closed[0]?.closedAt?.getTime()).toBeGreaterThanOrEqual(closed[1]?.closedAt?.getTime() ?? Infinity);
    expect((await casebook({ sql, prefix }).closedOf('lp-1', 1)).map(({ caseId }) => caseId)).toEqual([
      closed[0]?.caseId,
    ]);
  });

  it('makes the row of a case anew, whose record stands in the partition of its input and not in that of its own hash', async () => {
    const topic = `${prefix}.product-requests`;
    const strayIn = async (): Promise<string> => {
      for (const { partition, end } of await log.admin.offsets(topic)) {
        const caseId = `catalogue/product-requests/${partition}/${end}`;
        const value = Buffer.from('no Avro');
        await append(log, [{ topic, partition, key: Buffer.from(`stray-${partition}`), value }]);
        if (partitionOfKey(caseId, 2) !== partition) return caseId;
      }
      return await strayIn();
    };
    const caseId = await strayIn();
    await vi.waitFor(async () => expect((await get(pathOf(caseId))).case).toMatchObject({ status: 'WAITING' }), soon);
    const tables = generationSchema(prefix, 'cases', 1);
    await sql`update ${sql(tables)}.cases set status = 'WRONG' where case_id = ${caseId}`;
    const where = { sql, control: viewsSchema(prefix), log, prefix, wire, projections: [] };
    const dry = await dryHeal(where, 'cases', caseId);
    expect([dry.before, dry.after]).toMatchObject([[{ status: 'WRONG' }], [{ status: 'WAITING' }]]);
    const healed = await post('/projections/cases/rebuilds', { key: caseId });
    expect([healed.statusCode, healed.json()]).toMatchObject([202, { kind: 'heal' }]);
    const { location } = healed.headers;
    await vi.waitFor(async () => expect(await get(location as string)).toMatchObject({ state: 'done' }), soon);
    expect((await get(pathOf(caseId))).case).toMatchObject({ status: 'WAITING' });
    const { cases: strays } = await get('/hospital/cases?processor=catalogue');
    for (const { links } of strays) await asked(links.discard, by);
    await casesWith('processor=catalogue', 0);
  });

  it('has a fact repaired by its owner, of the version that was read', async () => {
    const self = '/streams/catalogue/facts/lp-1';
    const read = await get(self);
    expect(read).toMatchObject({ topic: 'products', version: 1, value: { title: 'Behind', version: 1 } });
    const value = { ...read.value, title: 'Repaired' };
    expect(await asked(read.links.repair, { ...by, value })).toMatchObject({ status: 'accepted' });
    await vi.waitFor(async () => expect(await get('/products/lp-1')).toMatchObject({ title: 'Repaired' }), soon);
    const now = (await get(self)).value;
    expect(now.history.at(-1)).toMatchObject({ what: 'REPAIRED', version: 2, reason: by.reason });
    const stale = await asked(read.links.repair, { ...by, value });
    expect(stale).toMatchObject({ status: 'rejected', outcomes: [{ reason: 'version-changed' }] });
    for (const unfit of [{ ...now, title: 7 }, { ...now, version: 1 }, {}]) {
      expect((await post(read.links.repair, { ...by, value: unfit })).statusCode).toBe(400);
    }
    expect((await app.inject({ url: '/streams/catalogue/facts/nobody' })).statusCode).toBe(404);
    expect((await app.inject({ url: '/streams/projections.products/facts/lp-1' })).statusCode).toBe(404);
  });

  it('asks for actor and reason, and knows whom it asks', async () => {
    const nobody = await post('/streams/catalogue/pause', { actor: 'ann' });
    expect([nobody.statusCode, nobody.json().errors]).toMatchObject([400, [{ pointer: '#/reason' }]]);
    expect((await post('/streams/catalog/pause', by)).statusCode).toBe(404);
    expect((await post('/hospital/cases/catalogue%2Fx%2F0%2F1/retry', by)).statusCode).toBe(404);
  });

  it('pauses a processor, and has it go on', async () => {
    expect(await asked('/streams/catalogue/pause', by)).toMatchObject({ status: 'accepted', outcomes: [{}, {}] });
    const [run] = shop.runs;
    const halted = () => run?.status().tasks.filter(({ hospital }) => hospital?.paused != null).length;
    await vi.waitFor(() => expect(halted()).toBe(2), soon);
    // Told from the log, up to its last stable offset.
    await vi.waitFor(async () => {
      const { items } = await get('/streams');
      const standing = items.find((one: { processor: string }) => one.processor === 'catalogue');
      expect(standing).toMatchObject({ paused: { reason: by.reason, partitions: [0, 1] }, stopped: null });
    }, soon);
    expect(await asked('/streams/catalogue/resume', by)).toMatchObject({ status: 'accepted' });
    await vi.waitFor(() => expect(halted()).toBe(0), soon);
  });

  it('says where what is read is stale, and treats the cases of projections', async () => {
    await junk('products', 'lp-1');
    const [found] = await casesWith('processor=projections.products', 1);
    await vi.waitFor(async () => {
      const read = await app.inject({ url: '/products/lp-1' });
      expect([read.statusCode, read.headers['longplay-stale']]).toEqual([200, encodeURIComponent(found?.caseId ?? '')]);
    }, soon);
    const held = await get(found?.links.content as string);
    expect(held).toMatchObject({ read: { bytes: Buffer.from('no Avro').toString('base64') }, key: 'lp-1' });
    const { projected: rows } = (await post(found?.links.dryRun as string, {})).json();
    expect(rows).toMatchObject({ projection: 'products', todaysCode: true, error: { code: 'LP_CODEC_UNDECODABLE' } });
    expect([rows.cases, rows.before]).toEqual([[{ caseId: found?.caseId, would: 'fail again' }], rows.after]);
    const retried = await post(found?.links.retry as string, by);
    expect([retried.statusCode, retried.headers.location]).toEqual([
      202,
      expect.stringMatching(/^\/projections\/products\/operations/),
    ]);
    await vi.waitFor(
      async () => expect(await get(retried.headers.location as string)).toMatchObject({ state: 'failed' }),
      soon,
    );
    expect((await post(`${found?.links.self}/edit`, { ...by, value: {} })).json().code).toBe('LP_API_CASE_UNTREATABLE');
    expect((await post(found?.links.discard as string, by)).statusCode).toBe(200);
    await casesWith('processor=projections.products', 0);
  });
});

const product = {
  title: 'Behind',
  artist: 'Somebody',
  format: 'LP',
  price: { amount: 2490, currency: 'USD' },
} as const;
const asking = (id: string) => ({ id: `${prefix}-${id}`, bodyHash: null, time: Date.now(), actor: null });
