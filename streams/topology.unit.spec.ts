import { describe, expect, test } from 'vitest';
import { topics } from '../schemas/topics.ts';
import { processors, topology } from './topology.ts';

const topicOf = (name: string) => topics.find(topic => topic.name === name);
const running = new Set(topology.map(({ processor }) => processor));

describe('the topology', () => {
  test.each(topology)('$processor alone writes what it owns', ({ processor, owns }) => {
    expect(topicOf(owns)).toMatchObject({ kind: 'facts', owner: processor, alsoWrittenBy: [] });
    expect(topology.filter(station => station.owns === owns)).toHaveLength(1);
  });

  test.each(topology)('$processor reads and asks what there is', ({ processor, reads, tables, asks }) => {
    for (const name of reads) expect(topicOf(name), name).toBeDefined();
    for (const name of tables) expect(topicOf(name)?.kind, name).toBe('facts');
    for (const name of asks) expect(topicOf(name), name).toMatchObject({ kind: 'requests', owner: processor });
    expect(new Set(reads)).toHaveProperty('size', reads.length);
  });

  test('every request of the API, or of a processor that is here, has just one reader; what happened to customers may have more', () => {
    const asked = topics.filter(
      ({ kind, owner, schema }) =>
        kind === 'requests' &&
        schema !== 'outcomes' &&
        schema !== 'operations' &&
        (owner === 'api' || running.has(owner)),
    );
    const readers = asked.map(({ name }) => [name, topology.filter(({ reads }) => reads.includes(name)).length]);
    // Nothing is asked for there: facts of orders, under the customer's key, for whoever counts by customer.
    const told = readers.filter(([name]) => name === 'customer-activity');
    expect(told).toEqual([
      ['customer-activity', topology.filter(one => one.reads.includes('customer-activity')).length],
    ]);
    expect(readers.filter(one => !told.includes(one) && one[1] !== 1)).toEqual([]);
  });

  test('facts of a processor that is not here yet are only read as tables', () => {
    const absent = topology
      .flatMap(({ reads }) => reads)
      .filter(name => {
        const owner = topicOf(name)?.owner ?? '';
        return owner !== 'api' && !running.has(owner);
      });
    expect(absent).toEqual([]);
  });

  test.each(processors.filter(({ name }) => name !== 'stock'))('$name stops at a status that it does not know', one => {
    const unknown = { status: 'UNKNOWN', kind: 'UNKNOWN' };
    const state = { ...unknown, flag: 'UNKNOWN', order: unknown, mails: [unknown], saga: unknown } as never;
    const input = { from: one.reads[0] ?? '', key: 'k', value: {} } as never;
    expect(() => one.decide(state, input, { now: 0, version: 2, tables: {} })).toThrow(
      expect.objectContaining({ code: 'LP_STREAMS_VALUE_UNKNOWN' }),
    );
  });
});
