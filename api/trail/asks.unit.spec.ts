import { describe, expect, it } from 'vitest';
import { asksIn } from './asks.ts';
import type { TrailTopic } from './event.ts';
import { eventsOf } from './events-of.ts';
import type { TrailRecord } from './records.ts';

const record = (topic: TrailTopic, offset: number, id: string, time: number, value: object, causes: string[] = []) =>
  ({
    topic,
    partition: 0,
    offset: String(offset),
    time: new Date(time).toISOString(),
    key: 'o',
    tombstone: false,
    schemaId: 7,
    value: { event: { id, type: 'longplay.x', time, causes, correlationId: 'o', actor: null }, ...value },
    undecodable: null,
    headers: [],
    raw: { key: null, value: null, headers: [] },
  }) satisfies TrailRecord;

const ID = 'o/1/reserve/1';
const line = (asked: object | null) => ({ line: 1, sku: 'lp-1', quantity: 2, asked });
const open = { requestId: ID, type: 'RESERVE', quantity: 2, since: 1_000 };
const history = [{ what: 'REQUESTED', at: 1_000, cause: 'orders/o/1', version: 1, reason: null, actor: null }];
const allocation = (version: number, time: number, asked: object | null, cause: string) =>
  record('allocations', version, `allocations/o/${version}`, time, { version, history, lines: [line(asked)] }, [cause]);
const reply = (answer: string, over: object = {}, id = `${ID}/reply`, time = 1_400) =>
  record('stock-replies', time, id, time, { requestId: ID, sku: 'lp-1', type: 'RESERVE', answer, ...over }, [ID]);
const told = (...records: readonly TrailRecord[]) =>
  eventsOf('o', records).events.map(({ id, at, causes, outcome }) => [
    id,
    at,
    causes.join(),
    outcome?.accepted ?? null,
  ]);

describe('what one processor asks of another', () => {
  it('given who asked and the answer, then it stands between them, with what became of it', () => {
    expect(
      told(allocation(1, 1_000, open, 'orders/o/1'), reply('DONE'), allocation(2, 1_500, null, `${ID}/reply`)),
    ).toEqual([
      ['allocations/o/1', 1_000, 'orders/o/1', null],
      [ID, 1_000, 'allocations/o/1', true],
      [`${ID}/reply`, 1_400, ID, null],
      ['allocations/o/2', 1_500, `${ID}/reply`, null],
    ]);
  });

  it('given no answer yet, then it is there all the same, from the fact that waits', () => {
    expect(told(allocation(1, 1_000, open, 'orders/o/1'))[1]).toEqual([ID, 1_000, 'allocations/o/1', null]);
    const waiting = allocation(3, 9_000, open, 'orders/o/2');
    expect(asksIn('o', [waiting])).toMatchObject([{ at: 1_000, until: 1_000, key: 'lp-1', version: null }]);
    expect(told(waiting)[1]).toEqual([ID, 1_000, 'allocations/o/1', null]);
  });

  it('given the answer alone, then it stands where that does, after the newest fact that had not heard it', () => {
    const all = told(reply('REFUSED', { reason: 'insufficient-stock' }), allocation(2, 1_500, null, `${ID}/reply`));
    expect(all.map(([id]) => id)).toEqual(['allocations/o/1', ID, `${ID}/reply`, 'allocations/o/2']);
    expect(all[1]).toEqual([ID, 1_400, 'allocations/o/1', false]);
    const { events } = eventsOf('o', [reply('REFUSED', { reason: 'insufficient-stock' })]);
    expect(events[0]).toMatchObject({
      what: ['RESERVE'],
      causes: [],
      record: null,
      outcome: { accepted: false, reason: 'insufficient-stock', at: 1_400, by: 'stock' },
    });
  });

  it('given that it was answered again, then its first answer counts', () => {
    const again = reply('REPEATED', {}, `${ID}/repeated`, 1_900);
    for (const all of [
      [reply('DONE'), again],
      [again, reply('DONE')],
    ]) {
      expect(asksIn('o', all)).toMatchObject([{ answer: { id: `${ID}/reply`, outcome: { accepted: true } } }]);
    }
    expect(asksIn('o', [again])).toMatchObject([{ answer: { outcome: null } }]);
  });

  it('given its record, then that tells it, and who asked', () => {
    const own = record('stock-requests', 5, ID, 1_000, { type: 'RESERVE', allocationVersion: 1 }, ['orders/o/1']);
    const { events } = eventsOf('o', [own, reply('DONE'), allocation(1, 1_000, open, 'orders/o/1')]);
    expect(events.map(({ id }) => id)).toEqual(['allocations/o/1', ID, `${ID}/reply`]);
    expect(events[1]).toMatchObject({
      causes: ['allocations/o/1', 'orders/o/1'],
      record: { offset: '5' },
      outcome: { accepted: true, by: 'stock' },
    });
  });

  it('given an order that waits for loyalty, then it has asked so since the first version that says so', () => {
    const order = (version: number, status: string) =>
      record('orders', version, `orders/o/${version}`, version * 100, {
        version,
        customerId: 'anna',
        loyalty: { requestId: 'o/give-back/1', status },
      });
    const all = [order(3, 'GIVING_BACK'), order(2, 'GIVING_BACK'), order(1, 'HELD')];
    expect(asksIn('o', all)).toMatchObject([
      { id: 'o/give-back/1', topic: 'loyalty-requests', type: 'GIVE_BACK', key: 'anna', at: 200, version: 2 },
    ]);
    expect(asksIn('o', [order(3, 'GIVING_BACK')])).toMatchObject([{ at: null, until: 300, version: null }]);
    expect(asksIn('o', [order(3, 'GIVEN_BACK')])).toEqual([]);
  });
});
