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
