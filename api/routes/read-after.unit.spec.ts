import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { KnownOutcome } from './outcomes.ts';
import { readsAfter } from './read-after.ts';
import type { Turn } from './turns.ts';

type Seen = Parameters<typeof readsAfter>[0];

const accepted: KnownOutcome = {
  requestId: 'req-1',
  bodyHash: 'h',
  answer: 'ACCEPTED',
  processor: 'orders',
  type: 'CANCEL',
  key: 'o-1',
  fact: { topic: 'orders', key: 'o-1', version: 7 },
  reason: null,
  fields: [],
  decidedAt: '2026-11-21T17:00:00.000Z',
};
const nobody: Turn = { processor: 'orders', waitingFor: [], cases: [] };

type Played = {
  taken?: boolean;
  outcome?: KnownOutcome | null;
  shown?: boolean;
  turn?: Turn;
  stale?: string[];
  lagMs?: number;
  /** Whether as many of this client's requests wait as may. */
  full?: boolean;
};

async function read(
  { taken = true, outcome = accepted, shown = false, turn = nobody, stale = [], lagMs = 40, full = false }: Played,
  header?: string,
) {
  const waits: number[] = [];
  const book = { requestId: 'req-1', bodyHash: 'h', path: 'POST /orders/o-1/cancellation', takenAt: new Date() };
  const seen = {
    book: { find: async () => (taken ? book : null) },
    outcomes: {
      find: async () => [],
      waitDecided: async (_id: string, _hash: string | null, within: number) => {
        waits.push(within);
        return outcome;
      },
      waitShown: async (_fact: object, of: readonly string[]) => {
        expect(of).toEqual(['orders', 'worklist']);
        return shown;
      },
    },
    turns: { of: async () => turn },
    lag: { of: async () => lagMs },
    staleness: { of: async () => stale },
    waits: { take: () => (full ? null : () => waits.push(-1)) },
  } as unknown as Seen;
  const headers: Record<string, unknown> = {};
  let body: Record<string, unknown> = {};
  const reply = {
    raw: { once: () => undefined },
    request: { id: 'r', routeOptions: { config: {} } },
    header: (name: string, value: unknown) => {
      headers[name] = value;
      return reply;
    },
    code: () => reply,
    type: () => reply,
    send: (sent: Record<string, unknown>) => {
      body = sent;
      return reply;
    },
  } as unknown as FastifyReply;
  const request = { query: { after: 'req-1' }, headers: { prefer: header } } as unknown as FastifyRequest;
  const goesOn = await readsAfter(seen, request, reply, ['orders', 'worklist', 'products']);
  return { goesOn, body, headers, waits };
}

describe('a read after a request', () => {
  it('goes on where it shows it, and waits as long as the client wants', async () => {
    expect(await read({ shown: true })).toMatchObject({ goesOn: true, waits: [5_000, -1] });
    const asked = await read({ shown: true }, 'wait=100');
    expect(asked).toMatchObject({ goesOn: true, waits: [30_000, -1], headers: { 'preference-applied': 'wait=30' } });
  });

  it('does not wait where too many of the client wait already: it says what is known now', async () => {
    const { body, headers, waits } = await read({ outcome: null, full: true }, 'wait=10');
    expect([body.code, waits, headers['preference-applied']]).toEqual(['LP_API_AFTER_UNDECIDED', [0], undefined]);
    expect((await read({ shown: true, full: true })).goesOn).toBe(true);
  });

  it('that is not decided says whose turn it is', async () => {
    const waitingFor = [{ step: 'stop', owedBy: 'shipping', since: '', due: '', overdue: false }];
    const { body, headers } = await read({ outcome: null, turn: { ...nobody, waitingFor } });
    expect(body).toMatchObject({ status: 409, code: 'LP_API_AFTER_UNDECIDED', processor: 'orders', waitingFor });
    expect(body.detail).toContain('stop (shipping)');
    expect(headers['retry-after']).toBe(1);
    expect((await read({ outcome: null })).body.detail).toBe('The request waits for orders to decide it.');
  });

  it('whose key is parked names the cases', async () => {
    const parked = await read({ outcome: null, turn: { ...nobody, cases: ['orders/1', 'orders/2'] } });
    expect(parked.body).toMatchObject({
      code: 'LP_API_AFTER_PARKED',
      cases: ['/hospital/cases/orders%2F1', '/hospital/cases/orders%2F2'],
    });
    expect(parked.headers['retry-after']).toBeUndefined();
    const view = await read({ stale: ['projection/9'] });
    expect(view.body).toMatchObject({ code: 'LP_API_AFTER_PARKED', cases: ['/hospital/cases/projection%2F9'] });
  });

  it('that was rejected says why, and one that lags says by how much', async () => {
    const rejected = await read({
      outcome: { ...accepted, answer: 'REJECTED', fact: null, reason: 'already-dispatched' },
    });
    expect(rejected.body).toMatchObject({ code: 'LP_API_AFTER_REJECTED', reason: 'already-dispatched', status: 409 });
    const lagging = await read({});
    expect(lagging.body).toMatchObject({ code: 'LP_API_AFTER_LAGGING', lagMs: 40, fact: accepted.fact });
    expect(lagging.body.detail).toContain('orders, worklist lags behind, by about 40 ms');
  });

  it('is refused where the request is unknown, or has changed what is read elsewhere', async () => {
    expect((await read({ taken: false })).body).toMatchObject({ status: 404, code: 'LP_API_AFTER_UNKNOWN' });
    const elsewhere = await read({ outcome: { ...accepted, fact: { topic: 'customers', key: 'c', version: 1 } } });
    expect(elsewhere.body).toMatchObject({ status: 409, code: 'LP_API_AFTER_ELSEWHERE' });
  });
});
