import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Examiner } from '../../../runtime/casebook/examiner.ts';
import { LongplayError } from '../../../runtime/errors.ts';
import { noStanding } from '../../../runtime/hospital/standing.ts';
import type { TaskStanding } from '../../../runtime/hospital/treatment/ward-topics.ts';
import { catalogueWire } from '../../../test/topology/shop.ts';
import { specAuth } from '../../testing/callers.ts';
import { appWithoutServers } from '../../testing/without-servers.ts';
import { opened, sent, textOf } from '../testing/forms.ts';

const at = new Date('2026-11-21T10:00:00Z');
const hostile = '<script>alert(1)</script>\u202e';
const error = { code: 'LP_TASK_POISON', transient: false, message: hostile, frame: 'decide.ts:1', stack: 'Error' };
const row = {
  case_id: 'orders/order-requests/0/7',
  version: '1',
  processor: 'orders',
  processor_version: '0.1.0',
  status: 'WAITING',
  source: 'RECORD',
  cause: 'g1',
  error,
  blocked_key: 'o-1',
  admission: 1,
  record: { topic: 'order-requests', partition: 0, offset: 7, timestamp: at.getTime(), schemaId: 8 },
  attempts: 2,
  admitted_at: at,
  failed_at: at,
  retry_at: null,
  closed_at: null,
  edited: false,
  treatments: [],
  treatments_dropped: 0,
  generation: null,
};
const group = {
  processor: 'orders',
  cause: 'g1',
  error,
  cases: 4,
  queued: 9,
  retrying: 0,
  keys: 3,
  example: row.case_id,
};
const first = [
  {
    caseId: row.case_id,
    status: 'WAITING',
    message: 'no disc',
    attempts: 2,
    admittedAt: at,
    failedAt: null,
    retryAt: null,
  },
];
const queue = { processor: 'orders', generation: null, key: 'o-1', since: at, cases: 3, queued: 2, head: row.case_id };

let app: FastifyInstance;
let parked = true;
let shown: object = row;
let away = false;
let standings: TaskStanding[] = [];
let asked: string[] = [];

function rows(query: string): object[] {
  if (away) throw new LongplayError('LP_API_UNAVAILABLE', 'Postgres is away.');
  if (query.includes('clock_timestamp')) return [{ at: Date.now() }];
  if (!parked) return [];
  if (query.includes('as last_seen')) return [{ ...group, first_seen: at, last_seen: at, retry_at: null }];
  if (query.includes(') as q')) return [{ ...queue, first }];
  if (query.includes('as total from')) return [{ ...row, total: 3 }];
  return query.includes('c.case_id') ? [shown] : [];
}

const raw = { key: Buffer.from('o-1'), value: Buffer.from([0xff, 0x68, 0x69]), headers: [], headersDropped: 0 };
const unread = { undecodable: 'These 3 bytes name no schema.', bytes: raw.value };
const examiner = {
  content: async () => ({ read: unread, headers: [], raw, original: null, key: 'o-1', state: null }),
  standings: async () => standings,
} as unknown as Examiner;

beforeAll(async () => {
  const admin = { offsets: async (topic: string) => [{ topic, partition: 0, start: 0n, end: 0n, high: 0n }] as never };
  app = await appWithoutServers(rows, undefined, specAuth, {
    appended: records => asked.push(...records.map(({ topic }) => topic)),
    hospital: { admin, wire: catalogueWire(), examiner },
  });
});
afterAll(() => app.close());
beforeEach(() => {
  away = false;
  parked = true;
  shown = row;
  standings = [];
  asked = [];
});

const page = async (url: string) => (await app.inject({ url })).body;
const ofCase = `/console/hospital/cases/${encodeURIComponent(row.case_id)}`;

describe('the hospital', () => {
  it('shows causes with how many cases and keys they hold up, and nothing of them as markup', async () => {
    const body = await page('/console/hospital');
    expect(textOf(body)).toContain('1 cause: 4 cases, 9 queued behind them, 3 keys blocked');
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script&gt;alert(1)');
    expect(textOf(body)).toMatch(/LP_TASK_POISON .* orders 4 9 3 .* waits for you/);
  });

  it('says that all is well where it is, and how it would look otherwise', async () => {
    parked = false;
    expect(textOf(await page('/console/hospital'))).toMatch(/All is well: .* would be parked as a case/);
    expect(textOf(await page('/console/hospital/groups/orders/g1'))).toContain('Nothing of this cause waits');
  });

  it.each([
    ['of a step that was discarded can be retried', { effect: { key: 'o-1' }, blocked_key: null }, true],
    ['of a record that was discarded cannot', {}, false],
  ])('a case %s', async (_, over, canRetry) => {
    shown = { ...row, status: 'DISCARDED', closed_at: at, ...over };
    const path = `/hospital/cases/${encodeURIComponent(row.case_id)}`;
    const body = (await app.inject({ url: path })).json();
    expect('retry' in body.case.links).toBe(canRetry);
    const form = await page(`${ofCase}/retry`);
    expect(textOf(form).includes('there is nothing to retry')).toBe(!canRetry);
    const text = textOf(await page(ofCase));
    expect([text.includes('As long as the fact shows it'), text.includes('nothing will come of it')]).toEqual([
      canRetry,
      !canRetry,
    ]);
  });

  it('says first which processor stands still, why, and what to do', async () => {
    const breaker = {
      since: 1,
      failures: 19,
      decided: 20,
      inARow: 19,
      code: 'LP_X',
      message: 'no',
      frame: '',
      group: '',
    };
    standings = [{ processor: 'orders', partition: 2, standing: { ...noStanding, breaker } }];
    const text = textOf(await page('/console/hospital'));
    expect(text).toMatch(/orders is stopped by its storm breaker .* partition 2: 19 of its last 20 inputs failed/);
    expect(text).toContain('Correct the program, start the corrected one, then let it go on.');
  });

  it.each(['', '?state=all'])(
    'tells by the log who stands still, also while the read models are away: %s',
    async query => {
      away = true;
      const paused = { operationId: 'op-1', since: 1, until: null, actor: null, reason: 'maintenance' };
      standings = [{ processor: 'orders', partition: 2, standing: { ...noStanding, paused } }];
      const { statusCode, body } = await app.inject({ url: `/console/hospital${query}` });
      expect([statusCode, textOf(body)]).toEqual([
        200,
        expect.stringMatching(/What is parked cannot be told now: A server .* orders is paused .* Let orders go on/),
      ]);
      expect(textOf(body)).not.toContain('All is well');
      if (query === '') expect(textOf(body)).toMatch(/Processors .* orders \S+ look paused unknown/);
    },
  );

  it('shows of one processor that alone, with what is parked of it', async () => {
    const standing = noStanding;
    standings = ['orders', 'payments'].map(processor => ({ processor, partition: 0, standing }));
    const text = textOf(await page('/console/hospital?processor=orders'));
    expect(text).toMatch(/ Processors .* orders .* 13 of orders/);
    expect(text).not.toContain('Pause payments');
  });

  it('shows the keys of a cause with what queues at each, and a case with its queue, its bytes and why nobody reads them', async () => {
    expect(textOf(await page('/console/hospital/groups/orders/g1'))).toMatch(/o-1 .* 2 attempts .* 2 records/);
    const text = textOf(await page(ofCase));
    expect(text).toMatch(/3 records of o-1 .*Nobody can read it: These 3 bytes name no schema\./);
    expect(textOf(await page(`${ofCase}?as=raw`))).toContain('00000000 ff 68 69 ·hi');
  });

  it('filters by what the address says', async () => {
    const body = await page('/console/hospital?processor=orders&state=closed&key=o-1');
    expect(body).toContain('<option value="orders" selected>');
    expect(body).toContain('<option value="closed" selected>');
    expect(body).toContain('value="o-1"');
  });
});

describe('a treatment', () => {
  const url = '/console/hospital/groups/orders/g1/retry';

  it('is shown with exact counts before it is done', async () => {
    const { text, key } = await opened(app, url);
    expect(text).toMatch(/Cases that are tried 4 Records behind them, which follow 9 Keys 3/);
    expect([key.length, asked]).toEqual([36, []]);
  });

  it('is done by POST, with its reason, and leads to what comes of it; the same form again is the same treatment', async () => {
    const { key } = await opened(app, url);
    const answers = [
      await sent(app, url, { key, reason: 'corrected', perSecond: '2' }),
      await sent(app, url, { key, reason: 'corrected' }),
    ];
    const places = answers.map(({ statusCode, headers }) => [statusCode, headers.location]);
    expect(places[0]).toEqual([
      303,
      expect.stringMatching(/^\/console\/hospital\/operations\/req-\w+\?processor=orders&tasks=1&of=/),
    ]);
    expect(places[1]).toEqual(places[0]);
    expect(asked).toEqual(['none.orders.operations', 'none.orders.operations']);
  });

  it.each([
    [{ reason: ' ', perSecond: '7' }, 'Say why'],
    [{ reason: 'why', perSecond: '0' }, 'perSecond'],
  ])('is refused with what is wrong of %j, and keeps what was typed', async (typed, said) => {
    const { statusCode, body } = await sent(app, url, { ...typed, key: 'first' });
    expect(statusCode).toBe(400);
    // What is corrected is another request.
    expect(/name="key" value="([^"]+)"/.exec(body)?.[1]).toMatch(/^[\w-]{36}$/);
    expect(/id="refused">([^<]*)/.exec(body)?.[1]).toContain(said);
    expect(body).toContain(`value="${typed.perSecond}"`);
    expect(asked).toEqual([]);
  });

  it('of an edit is refused where the value is none of the topic, which stays in the form', async () => {
    const edit = `${ofCase}/edit`;
    expect(await opened(app, edit)).toMatchObject({
      text: expect.stringContaining('nobody can read the one that came'),
    });
    const broken = await sent(app, edit, { reason: 'why', value: '{"orderId": ' });
    expect([broken.statusCode, /refused">([^<]*)/.exec(broken.body)?.[1]]).toEqual([
      400,
      expect.stringMatching(/no JSON/),
    ]);
    const wrong = await sent(app, edit, { reason: 'why', value: '{"orderId":17}' });
    expect([wrong.statusCode, /refused">([^<]*)/.exec(wrong.body)?.[1]]).toEqual([
      400,
      expect.stringMatching(/event takes an object/),
    ]);
    expect(wrong.body).toContain('{&quot;orderId&quot;:17}');
    expect(asked).toEqual([]);
  });

  it('of a processor pauses it, on all its tasks', async () => {
    const { statusCode } = await sent(app, '/console/hospital/processors/orders/pause', { reason: 'maintenance' });
    expect([statusCode, asked]).toEqual([303, ['none.orders.operations']]);
  });
});
