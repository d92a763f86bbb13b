import { describe, expect, it } from 'vitest';
import { html, render } from '../html.ts';
import { anchorOf } from './anchors.ts';
import { chart } from './chart.ts';
import { dots, stepsAhead } from './dots.ts';
import { eventList } from './event-list.ts';
import { type Case, storyOf, type TrailEvent } from './story.ts';

const T = Date.UTC(2026, 0, 2, 3, 4, 5);
const event = (over: Partial<TrailEvent>): TrailEvent => ({
  id: 'orders/o/1',
  topic: 'orders',
  version: 1,
  type: 'longplay.order.placed',
  what: ['PLACED'],
  reason: null,
  at: new Date(T).toISOString(),
  causes: [],
  correlationId: 'o',
  traceId: '5b8aa5a2d2c872e8321cf37308d69df2',
  actor: null,
  repeats: 0,
  outcome: null,
  record: null,
  ...over,
});
const record = (value: object, over: object = {}) => ({
  partition: 0,
  offset: '7',
  time: new Date(T).toISOString(),
  schemaId: 12,
  schemaVersion: 3,
  tombstone: false,
  value: value as Record<string, never>,
  undecodable: null,
  ...over,
});
const at = (ms: number): string => new Date(T + ms).toISOString();
const parked: Case = { caseId: 'payments/orders/0/7', processor: 'payments', status: 'WAITING', admittedAt: at(500) };
const list = (events: readonly TrailEvent[], cases: readonly Case[] = []) =>
  render(eventList(storyOf(events, cases), 10_000));

describe('the story of an order', () => {
  it('puts each into the row of who acts, and says how long it took after what led to it', () => {
    const [placed, authorised, packed] = storyOf(
      [
        event({}),
        event({ id: 'payments/o/1', topic: 'payments', at: at(1_500), causes: ['orders/o/1'] }),
        event({ id: 'r', topic: 'shipment-requests', version: null, at: at(2_000), what: ['PACK'] }),
      ],
      [],
    );
    expect([placed?.lane, authorised?.lane, packed?.lane]).toEqual(['orders', 'payments', 'requests']);
    expect([placed?.took, authorised?.took?.ms, packed?.shape]).toEqual([null, 1_500, 'request']);
  });

  it('given the answer to an effect, then it took as long as since the fact that intended it', () => {
    const asked = event({ id: 'payments/o/1', topic: 'payments', what: ['REQUESTED'] });
    const done = event({ id: 'payments/o/2', topic: 'payments', version: 2, at: at(900), causes: ['o/authorise#1'] });
    expect(storyOf([asked, done], [])[1]?.took?.ms).toBe(900);
    expect(list([asked, done])).toContain('the answer to <b>authorise</b>, attempt 1');
  });

  it('given a cause that is stamped later, then it warns of clocks that differ', () => {
    const page = list([event({ at: at(240) }), event({ id: 'p', topic: 'payments', causes: ['orders/o/1'] })]);
    expect(page).toContain('240 ms before its cause');
    expect(page).toContain('the clocks of two machines differ');
  });

  it('given a case, then it stands where it was parked, bold, with a link to the hospital', () => {
    const story = storyOf([event({}), event({ id: 'later', version: 2, at: at(900) })], [parked]);
    expect(story.map(({ title, mood }) => [title, mood])[1]).toEqual(['parked', 'bad']);
    expect(list([event({})], [parked])).toContain('href="/console/hospital/cases/payments%2Forders%2F0%2F7"');
  });

  it('given a request that was rejected, then it says so, by whom and why', () => {
    const outcome = { accepted: false, reason: 'already-dispatched', at: at(50), by: 'orders' };
    const page = list([event({ id: 'req-1', topic: 'order-requests', version: null, what: ['CANCEL'], outcome })]);
    expect(page).toContain('cancel: rejected');
    expect(page).toContain('Rejected, <code>already-dispatched</code>, by orders');
  });

  it('makes what failed or was refused bold, and nothing else', () => {
    const page = list([
      event({}),
      event({ id: 'b', version: 2, what: ['FAILED'] }),
      event({ id: 'c', what: ['SHORT'] }),
    ]);
    expect(page).toContain('<span class="what">placed');
    expect(page).toMatch(/<b><span class="badge bad">.* failed<\/span><\/b>/);
    expect(page).toMatch(/<b><span class="badge warn">.* short<\/span><\/b>/);
  });

  it('given a case of its record, then an event is a failure and leads to it, until it is closed', () => {
    const asked = event({ id: 'r', topic: 'shipment-requests', version: null, what: ['PACK'], record: record({}) });
    const place = { topic: 'shipment-requests', partition: 0, offset: 7, timestamp: T, schemaId: 12 };
    const one: Case = { ...parked, caseId: 'shipping/shipment-requests/0/7', processor: 'shipping', record: place };
    const [pack, its] = storyOf([asked], [one]);
    expect([pack?.mood, pack?.cases, its?.causes]).toEqual(['bad', [one], ['r']]);
    expect(list([asked], [one])).toMatch(
      /<\/details><p class="case">.*<b>Parked<\/b> by shipping as case <a href="\/console\/hospital\/cases\/shipping%2Fshipment-requests%2F0%2F7">/,
    );
    const closed = { ...one, status: 'HEALED', closedAt: at(900) };
    expect(storyOf([asked], [closed])[0]?.mood).toBe('none');
    expect(list([asked], [closed])).toContain('was parked, healed since, by shipping as case');
  });

  it('given a case of an effect, then it is of the first fact that owed it', () => {
    const owing = { effects: [{ id: 'authorise' }] };
    const facts = [1, 2].map(version =>
      event({
        id: `payments/o/${version}`,
        topic: 'payments',
        version,
        record: record(owing, { offset: `${version}` }),
      }),
    );
    const effect = { key: 'o', effectId: 'authorise', kind: 'authorise', attempt: 3 };
    const story = storyOf(facts, [{ ...parked, record: null, effect }]);
    expect(story.map(({ id, cases }) => [id, cases.length])).toEqual([
      ['payments/o/1', 1],
      ['payments/o/2', 0],
      [parked.caseId, 0],
    ]);
  });

  it('puts a case into the row of its processor, and into none that is another’s', () => {
    const laneOf = (processor: string) => storyOf([], [{ ...parked, processor }])[0];
    expect(laneOf('activity')?.lane).toBe('activity');
    expect(laneOf('projections.orders')?.lane).toBe('projections');
    expect([laneOf('fraud')?.lane, laneOf('fraud')?.title]).toEqual(['others', 'fraud: parked']);
  });

  it('given what a processor asked of another, then it says how many of what, and whether it was answered', () => {
    const asked = event({ id: 'o/1/reserve/1', topic: 'stock-requests', version: null, what: ['RESERVE'] });
    const lines = [{ sku: 'lp-1', asked: { requestId: asked.id, quantity: 2 } }];
    const waiting = event({ id: 'allocations/o/1', topic: 'allocations', record: record({ lines }) });
    const [, open] = storyOf([waiting, asked], []);
    expect([open?.lane, open?.shape, open?.title]).toEqual([
      'stock',
      'request',
      'asked to reserve 2 of lp-1, not answered yet',
    ]);
    const led = { ...asked, causes: ['allocations/o/gone', waiting.id, 'orders/o/1'] };
    expect(storyOf([waiting, led], [])[1]?.causes).toEqual([waiting.id]);
    expect(list([waiting, asked])).toContain('It is known by the fact that asked it.');

    // Its answer was not found; that there was one, a later fact tells, or nobody does.
    const heard = event({ id: 'allocations/o/3', topic: 'allocations', version: 3, record: record({ lines: [] }) });
    for (const later of [heard, { ...heard, record: null }]) {
      expect(storyOf([waiting, asked, later], [])[1]?.title).toBe('asked to reserve 2 of lp-1');
      expect(list([waiting, asked, later])).toContain('not found: who asked');
    }

    const outcome = { accepted: false, reason: 'insufficient-stock', at: at(0), by: 'stock' };
    const value = { requestId: asked.id, sku: 'lp-1', quantity: 2 };
    const over = {
      id: 'reply',
      topic: 'stock-replies' as const,
      version: null,
      what: ['RESERVE REFUSED'],
    } satisfies Partial<TrailEvent>;
    const reply = event({ ...over, causes: [asked.id], record: record(value) });
    const [refused, answer] = storyOf([{ ...asked, outcome }, reply], []);
    expect([refused?.title, refused?.mood]).toEqual(['asked to reserve 2 of lp-1: refused', 'warn']);
    // When it was asked is not known, so nor is how long that took.
    expect(answer?.took).toBeNull();
    expect(list([{ ...asked, outcome }, reply])).toContain('it stands where it was answered');
    expect(storyOf([asked, { ...reply, at: at(300) }], [])[1]?.took?.ms).toBe(300);
  });

  it('names a schema by its version, or by its id where the registry is away', () => {
    expect(list([event({ record: record({}) })])).toContain('>orders v3</a> (id 12)');
    expect(list([event({ record: record({}, { schemaVersion: null }) })])).toContain('>orders, id 12</a>');
  });

  it('shows what a fact changed against the version before it, and not what is told beside it', () => {
    const page = list([
      event({ record: record({ status: 'PLACED', version: 1, event: { id: 'a' } }) }),
      event({ id: 'orders/o/2', version: 2, record: record({ status: 'CONFIRMED', version: 2, event: { id: 'b' } }) }),
    ]);
    expect(page).toContain('Against version 1.');
    expect(page).toContain('<del class="mono">PLACED</del>');
    expect(page).toContain('<ins class="mono">CONFIRMED</ins>');
    expect(page).not.toContain('<code>event.id</code>');
    expect(page).toContain('href="/console/topics/orders/0/7"');
    expect(page).toContain('5b8aa5a2d2c872e8321cf37308d69df2');
  });

  it('given that the version before is gone, or the record itself, then it says why', () => {
    expect(list([event({ version: 4, record: record({ version: 4 }) })])).toContain('is not on the log any more, so');
    expect(list([event({})])).toContain('compaction keeps the newest of each key');
  });

  it('says how long nothing happened', () => {
    expect(list([event({}), event({ id: 'b', version: 2, at: at(86_400_000) })])).toContain('1 d without anything');
  });

  it('escapes whatever a record holds, and cuts what is very long', () => {
    const hostile = '"><script>alert(1)</script>\u202e';
    const value = { note: hostile, [hostile]: 'x', long: 'y'.repeat(30_000) };
    const story = storyOf([event({ id: hostile, reason: hostile, record: record(value), causes: [hostile] })], []);
    const page = render(html`${chart(story, 'short')}${eventList(story, 1)}`);
    expect(page).not.toContain('<script>');
    expect(page).toContain(`id="${anchorOf(hostile)}"`);
    expect(page.length).toBeLessThan(60_000);
  });
});

describe('the chart', () => {
  it('has a row for each that acts, and a line from each cause', () => {
    const story = storyOf(
      [event({}), event({ id: 'p', topic: 'payments', at: at(10), causes: ['orders/o/1', 'gone'] })],
      [],
    );
    const svg = render(html`${chart(story, 'short')}`);
    expect([...svg.matchAll(/class="lane"/g)]).toHaveLength(2);
    expect([...svg.matchAll(/<path d="M/g)]).toHaveLength(1);
    expect(svg).not.toContain('NaN');
  });

  it('draws an order of one event, and one that was written in one moment', () => {
    for (const story of [storyOf([event({})], []), storyOf([event({}), event({ id: 'b', version: 2 })], [])]) {
      expect(render(html`${chart(story, 'time')}`)).not.toMatch(/NaN|Infinity/);
    }
  });
});

describe('the compact timeline', () => {
  const told = (...all: string[]) => all.map((what, n) => ({ what, at: at(n * 1_000) }));

  it.each([
    [['RECEIVED'], ['PLACED', 'CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED']],
    [
      ['RECEIVED', 'PLACED', 'OVERDUE'],
      ['CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED'],
    ],
    [['PLACED', 'DELIVERED'], []],
    [['PLACED', 'REJECTING'], []],
    [['PLACED', 'CANCELLING'], []],
    [['DELIVERED', 'RETURNING'], []],
    [[], []],
  ])('after %j expects %j', (done, ahead) => {
    expect(stepsAhead(told(...done))).toEqual(ahead);
  });

  it('says in words what its marks say', () => {
    const svg = render(dots(told('RECEIVED', 'PLACED', 'REJECTED'), 4));
    expect(svg).toContain(
      'aria-label="received, placed after 1.0 s, rejected after 1.0 s; 4 steps between are not shown"',
    );
    expect(render(dots(told('RECEIVED')))).toContain('then expected: placed, confirmed');
    expect(render(dots([]))).not.toContain('NaN');
  });
});
