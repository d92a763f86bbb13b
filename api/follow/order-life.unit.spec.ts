import { describe, expect, it } from 'vitest';
import type { Transition } from '../../runtime/tasks/fat-event.ts';
import { LIFE, lifeEventId, toldIn } from './event-ids.ts';
import { type LifeFact, type LifeFacts, type LiveFacts, type OrderLifeOptions, tellOrderLife } from './order-life.ts';
import type { EventStream, ServerSentEvent } from './sse.ts';

const step = (version: number, what: string, at = version): Transition => ({
  what,
  at,
  cause: `c-${version}`,
  version,
  reason: null,
  actor: null,
});
const fact = (status: string, ...history: readonly Transition[]): LifeFact => ({
  version: Math.max(...history.map(({ version }) => version)),
  status,
  history,
  deadlines: [],
});
const none: LifeFacts = { orders: null, payments: null, allocations: null, shipments: null };

/** Tells until nothing more is to be told, or `enough` events were. */
async function told(
  over: Partial<OrderLifeOptions>,
  comes: readonly (readonly [keyof LifeFacts, LifeFact])[][] = [],
  enough = Number.POSITIVE_INFINITY,
): Promise<ServerSentEvent[]> {
  const sent: ServerSentEvent[] = [];
  const ending = new AbortController();
  const stream: EventStream = {
    signal: ending.signal,
    send: event => {
      sent.push(event);
      if (sent.length >= enough) ending.abort();
    },
    drained: async () => undefined,
    isBehind: () => false,
    end: () => ending.abort(),
  };
  const waiting = [...comes];
  const live: LiveFacts = { take: async () => waiting.shift() ?? [], comes: async () => undefined };
  const defaults = { shown: async () => none, isCaughtUp: async () => true, restAfter: 0 };
  await tellOrderLife({ orderId: 'o-1', stream, told: toldIn('0.0.0.0'), live, ...defaults, ...over });
  return sent;
}

const ids = (events: readonly ServerSentEvent[]) => events.map(({ id, event }) => `${event} ${id}`);

describe('an order’s life', () => {
  const orders = fact('CANCELLED', step(1, 'RECEIVED', 1), step(2, 'PLACED', 2), step(3, 'CANCELLED', 5));
  const payments = fact('VOIDED', step(1, 'REQUESTED', 3), step(2, 'VOIDED', 4));
  const shown = async (): Promise<LifeFacts> => ({ ...none, orders, payments });

  it('is told in the order of time, each version once, up to its rest', async () => {
    const events = await told({ shown });
    expect(ids(events)).toEqual([
      'orders 1.0.0.0',
      'orders 2.0.0.0',
      'payments 2.1.0.0',
      'payments 2.2.0.0',
      'orders 3.2.0.0',
      'rest 3.2.0.0',
    ]);
    expect(events[1]?.data).toEqual({
      orderId: 'o-1',
      topic: 'orders',
      version: 2,
      at: '1970-01-01T00:00:00.002Z',
      changes: [{ what: 'PLACED', at: '1970-01-01T00:00:00.002Z', reason: null }],
    });
  });

  it('goes on after any of its ids with what was not told, and nothing else', async () => {
    const all = await told({ shown });
    for (const [index, { id }] of all.entries()) {
      const rest = await told({ shown, told: toldIn(id ?? '') });
      expect(ids(rest)).toEqual(index === all.length - 1 ? ids(all.slice(-1)) : ids(all.slice(index + 1)));
    }
  });

  it('is told from the log where the read models lag, and not again when they have caught up', async () => {
    const early: LifeFacts = { ...none, orders: fact('PLACED', step(1, 'RECEIVED'), step(2, 'PLACED')) };
    const looks: LifeFacts[] = [none, early];
    const caught = [false, false, true];
    const newer = fact('CONFIRMED', step(1, 'RECEIVED'), step(2, 'PLACED'), step(3, 'CONFIRMED'));
    const comes = [[], [['orders', newer] as const], [['orders', newer] as const]];
    const events = await told(
      { shown: async () => looks.shift() ?? early, isCaughtUp: async () => caught.shift() ?? true },
      [...comes, [['payments', fact('AUTHORISED', step(1, 'AUTHORISED', 9))]]],
      4,
    );
    expect(ids(events)).toEqual(['orders 1.0.0.0', 'orders 2.0.0.0', 'orders 3.0.0.0', 'payments 3.1.0.0']);
  });

  it('keeps the versions of a topic in their order, whatever their clocks say', async () => {
    const skewed = fact('REJECTED', step(1, 'RECEIVED', 10), step(2, 'PLACED', 3), step(3, 'REJECTED', 7));
    const events = await told({ shown: async () => ({ ...none, orders: skewed }) });
    expect(ids(events)).toEqual(['orders 1.0.0.0', 'orders 2.0.0.0', 'orders 3.0.0.0', 'rest 3.0.0.0']);
  });

  it('tells all changes of a version at once, since an id counts versions', async () => {
    const folded = fact('PLACED', step(1, 'RECEIVED'), step(1, 'PLACED'));
    const [event] = await told({ shown: async () => ({ ...none, orders: folded }) }, [], 1);
    expect(event?.data).toMatchObject({ changes: [{ what: 'RECEIVED' }, { what: 'PLACED' }] });
  });

  it('is not at rest while somebody owes it a step, or Postgres is away', async () => {
    const owed: LifeFacts = { ...none, orders: { ...orders, deadlines: [{}] } };
    let looks = 0;
    const events = await told(
      {
        shown: async () => {
          looks += 1;
          if (looks < 3) throw new Error('away');
          return owed;
        },
      },
      Array.from({ length: 9 }, (_, n) =>
        n === 8 ? [['shipments', fact('STOPPED', step(1, 'STOPPED'))] as const] : [],
      ),
      4,
    );
    expect(ids(events)).toEqual(['orders 1.0.0.0', 'orders 2.0.0.0', 'orders 3.0.0.0', 'shipments 3.0.0.1']);
  });
});

describe('an id', () => {
  it('says what was told of each topic', () => {
    expect(LIFE.map(topic => toldIn('1.2.3.4')[topic])).toEqual([1, 2, 3, 4]);
    expect(lifeEventId(toldIn('1.2.3.4'))).toBe('1.2.3.4');
  });

  it.each(['', '1.2.3', '1.2.3.4.5', '-1.0.0.0', '1.2.3.x'])('is refused where it is none: "%s"', text => {
    expect(() => toldIn(text)).toThrow('none of this stream');
  });
});
