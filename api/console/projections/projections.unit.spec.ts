import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LongplayError } from '../../../runtime/errors.ts';
import type { ProjectionDesk } from '../../../runtime/projector/desk.ts';
import type { ShownOperation } from '../../../runtime/projector/rebuild/shown.ts';
import type { ShopDependencies } from '../../context.ts';
import { specAuth } from '../../testing/callers.ts';
import { appWithoutServers } from '../../testing/without-servers.ts';
import { opened, sent, textOf } from '../testing/forms.ts';
import type { Projection } from './places.ts';
import { ratesSeen } from './rates.ts';
import { standingOf } from './standing.ts';

const at = '2026-11-21T10:00:00.000Z';
const partition = {
  topic: 'p.products',
  partition: 0,
  position: 90,
  end: 90,
  lag: 0,
  lagSeconds: 0,
  applied: 80,
  movedAt: at,
  error: null,
};
const live = { number: 2, state: 'live', fingerprint: 'f2', since: at, lag: 0, rows: 400, error: null };
const projection: Projection = {
  name: 'products',
  paused: null,
  generations: [live, { ...live, number: 1, state: 'previous' }],
  partitions: [partition],
  filling: null,
  parked: [],
  operation: null,
  drift: null,
};
const table = {
  table: 'products',
  live: 400,
  other: 401,
  onlyLive: 0,
  onlyOther: 1,
  different: 1,
  columns: { title: 1 },
  columnsOnlyLive: [],
  columnsOnlyOther: ['label'],
  samples: [
    { key: { sku: 'lp-1' }, kind: 'different', columns: { title: { live: '<b>Blue</b>', other: 'Blue' } } },
    { key: { sku: 'lp-2' }, kind: 'only-other', columns: {} },
  ],
};
const proof = {
  comparedAt: at,
  live: 2,
  other: 3,
  differences: 3,
  tables: [table],
  position: {},
  heldMs: 12.4,
  trimmed: [],
};
const different = {
  id: 7,
  projection: 'products',
  kind: 'rebuild',
  state: 'different',
  generation: 3,
  askedAt: at,
  startedAt: at,
  finishedAt: at,
  taken: true,
  options: { reason: 'a new column', actor: 'ann' },
  progress: {
    records: 10,
    total: 40,
    percent: 25,
    rate: 5,
    etaSeconds: 6,
    partitions: [{ topic: 'p.products', partition: 0, records: 10, total: 40, percent: 25 }],
  },
  error: null,
  report: { proof, seconds: { catchingUp: 0.5 } },
} as unknown as ShownOperation;

let app: FastifyInstance;
let now = projection;
let asked: unknown[][] = [];
let busy = false;

const desk = {
  status: async () => [now],
  operations: async () => [different],
  operation: async () => different,
  ask: async (...args: unknown[]) => {
    if (busy) throw new LongplayError('LP_PROJECTION_BUSY', 'rebuild 6, which is loading, has been asked before.');
    asked.push(args);
    return different;
  },
  pause: async (...args: unknown[]) => asked.push(['pause', ...args]),
  drop: async (...args: unknown[]) => {
    asked.push(['drop', ...args]);
    return [1];
  },
} as unknown as ProjectionDesk;

/** What a dry run of a key finds. */
const examiner = {
  dryRun: async (processor: string, { key }: { key: string }) => {
    if (key === 'gone') throw new LongplayError('LP_PROJECTION_KEY_TRIMMED', `${key} was trimmed.`);
    const projection = processor.replace('projections.', '');
    const rows = { before: [{ n: 1 }, { n: 2 }], after: [{ n: 1 }, { n: 3 }, { n: 4 }] };
    const of = {
      projection,
      key,
      generation: 2,
      todaysCode: true,
      table: 'products',
      records: 3,
      cases: [],
      error: null,
    };
    return { runs: [], notTried: 0, projected: { ...of, ...rows } };
  },
};
const hospital = { admin: {}, wire: {}, examiner } as unknown as NonNullable<ShopDependencies['hospital']>;

beforeAll(async () => {
  app = await appWithoutServers(undefined, undefined, specAuth, { projections: desk, hospital });
});
afterAll(() => app.close());
beforeEach(() => {
  now = projection;
  asked = [];
  busy = false;
});

const text = async (url: string) => textOf((await app.inject({ url })).body);

describe('the read models', () => {
  it('say how they stand, and which generations there are', async () => {
    expect(await text('/console/projections')).toMatch(/1 read model, none behind .* products .* live 2 1 previous 0/);
    expect(await text('/console/projections/products')).toMatch(/Pause .*Roll back .*p\.products\[0\] 90 90 0/);
  });

  it.each([
    [{}, 'live'],
    [{ partitions: [{ ...partition, lag: 5, lagSeconds: 60 }] }, 'behind'],
    [{ partitions: [{ ...partition, error: 'no such column' }] }, 'stands still'],
    [{ paused: { at, reason: null } }, 'paused'],
    [{ filling: { passed: 1, total: 2 } }, 'being filled'],
  ])('stand as %j tells: %s', (over, said) => {
    expect(standingOf({ ...projection, ...over }).text).toBe(said);
  });

  it('say why one stands still, and what the sentinel has found', async () => {
    const samples = [
      { key: { sku: 'lp-9' }, kind: 'different' as const, columns: { price: { live: '1', other: '2' } } },
    ];
    const drift = {
      generation: 2,
      buckets: 64,
      seen: 3,
      lookedAt: at,
      keys: 9,
      differences: 1,
      samples,
      trimmed: false,
    };
    now = { ...projection, partitions: [{ ...partition, error: 'no such column' }], drift };
    const page = await text('/console/projections/products');
    expect(page).toMatch(/It stands still: no such column .*1 row not as the log says.* lp-9 price 1 2/);
  });

  it('tell a rate from two looks, of one generation', () => {
    let time = 0;
    const rates = ratesSeen(() => time);
    const look = (applied: number, number = 2) =>
      rates
        .of([{ ...projection, generations: [{ ...live, number }], partitions: [{ ...partition, applied }] }])
        .get('products');
    expect(look(100)).toBeNull();
    time = 5_000;
    expect(look(600)).toBe(100);
    time = 6_000;
    expect(look(600)).toBe(100);
    time = 12_000;
    expect(look(0, 3)).toBeNull();
  });
});

describe('an operation', () => {
  it('shows how far it is, and row by row what the comparison has found', async () => {
    const { body } = await app.inject({ url: '/console/projections/products/operations/7' });
    expect(body).toContain('<del class="mono">&lt;b&gt;Blue&lt;/b&gt;</del>');
    expect(body).toContain('<ins class="mono">Blue</ins>');
    const page = textOf(body);
    expect(page).toMatch(/Compared, and not the same\. .*By ann Reason a new column/);
    expect(page).toMatch(/25 %: 10 of ≈ 40 records, 5\/s/);
    expect(page).toMatch(/3 differences .*products 400 401 0 1 1 title in 1 row new: label/);
    expect(page).toMatch(/lp-2 the whole row no such row only new/);
  });

  it('is shown with counts before it is asked for, once, with its reason', async () => {
    const url = '/console/projections/products/rebuild';
    const form = await opened(app, url);
    expect([form.text, asked]).toEqual([expect.stringMatching(/Live generation 2 .*Records to be read up to 90/), []]);
    const typed = { key: form.key, reason: 'a new column', throttle: '500', swap: 'no', accept: '' };
    const answer = await sent(app, url, typed);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/console/projections/products/operations/7']);
    const options = {
      throttle: 500,
      swap: false,
      reason: 'a new column',
      actor: 'spec',
      request: expect.stringMatching(/^req-/),
    };
    expect(asked).toEqual([['products', 'rebuild', expect.objectContaining(options)]]);
    await sent(app, url, typed);
    const [one, other] = asked.map(([, , asking]) => (asking as { request: string }).request);
    expect(other).toBe(one);
  });

  it('is refused with why, and keeps what was typed', async () => {
    busy = true;
    const { statusCode, body } = await sent(app, '/console/projections/products/verify', {
      reason: 'look',
      throttle: '9',
    });
    expect([statusCode, /refused">([^<]*)/.exec(body)?.[1]]).toEqual([409, expect.stringContaining('rebuild 6')]);
    expect([body.includes('value="9"'), body.includes('>look</textarea>')]).toEqual([true, true]);
  });

  it.each(['rebuild', 'verify', 'swap', 'rollback', 'heal', 'pause', 'resume', 'drop'])(
    '%s does nothing without a reason',
    async deed => {
      expect((await sent(app, `/console/projections/products/${deed}`, { reason: '' })).statusCode).toBe(400);
      expect(asked).toEqual([]);
    },
  );

  it('says what cannot be done as things stand', async () => {
    expect((await opened(app, '/console/projections/products/swap')).text).toContain('No generation is ready');
    now = {
      ...projection,
      operation: {
        id: 6,
        kind: 'rebuild',
        state: 'loading',
        generation: 3,
        askedAt: at,
        finishedAt: null,
        error: null,
      },
    };
    const { key, text: page } = await opened(app, '/console/projections/products/rollback');
    expect([key, page]).toEqual(['', expect.stringMatching(/rebuild 6 , which is loading/)]);
  });

  it('makes a key anew once it was shown what that would write, counted as the command counts it', async () => {
    const url = '/console/projections/products/heal';
    const first = await opened(app, url);
    expect([first.key, first.text]).toEqual(['', expect.stringContaining('See what it would write')]);
    const form = await opened(app, `${url}?of=lp-1`);
    expect(form.text).toMatch(
      /Key lp-1 Records of it that are read 3 Rows that stay as they are 1 Rows that go 1 Rows that come 2 Cases of it 0/,
    );
    expect(asked).toEqual([]);
    const answer = await sent(app, url, { key: form.key, of: 'lp-1', reason: 'somebody wrote there' });
    expect(answer.statusCode).toBe(303);
    expect(asked).toEqual([
      ['products', 'heal', expect.objectContaining({ key: 'lp-1', reason: 'somebody wrote there' })],
    ]);
  });

  it('says why a key cannot be made anew, and leads to another one', async () => {
    const { key, text: page } = await opened(app, '/console/projections/products/heal?of=gone');
    expect([key, page]).toEqual(['', expect.stringMatching(/gone was trimmed\. Take another key/)]);
  });

  it('takes a key as long as it can be, whatever it is made of', async () => {
    for (const key of ['x'.repeat(500), '/🎶'.repeat(250)]) {
      const { text: page } = await opened(app, `/console/projections/products/heal?of=${encodeURIComponent(key)}`);
      expect(page).toContain(`Key ${key} Records of it that are read 3`);
    }
  });

  it('says before generations are dropped how many rows go with them, about', async () => {
    const old = { ...live, number: 1, state: 'previous', rows: 1_200 };
    now = { ...projection, generations: [live, old, { ...old, number: 3, state: 'ready', rows: 34 }] };
    const url = '/console/projections/products/drop';
    expect((await opened(app, url)).text).toMatch(
      /Dropped 1 \(previous\), 3 \(ready\) Rows that go with them about 1,234/,
    );
    now = { ...projection, generations: [live, { ...old, rows: null }] };
    expect((await opened(app, url)).text).toContain('Rows that go with them unknown');
  });

  it('drops old generations, and pauses, where a reason is given', async () => {
    await sent(app, '/console/projections/products/drop', { reason: 'room' });
    await sent(app, '/console/projections/products/pause', { reason: 'maintenance' });
    expect(asked).toEqual([
      ['drop', 'products'],
      ['pause', 'products', 'maintenance'],
    ]);
  });
});
