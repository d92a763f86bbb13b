import { describe, expect, it } from 'vitest';
import { LogError } from '../log/errors.ts';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { LogAdmin } from '../log/port.ts';
import { describeDrift, findTopicDrift } from './drift.ts';
import { provisionTopics } from './provision.ts';
import { topicSpecs } from './spec.ts';

const facts = {
  name: 'orders',
  settings: [
    { name: 'cleanup.policy', value: 'compact' },
    { name: 'segment.bytes', value: '1048576' },
  ],
};
const requests = { name: 'order-requests', settings: [{ name: 'cleanup.policy', value: 'delete' }] };
const installation = { prefix: 'shop', partitions: 3, replication: 1, minInsyncReplicas: 1 };
const wanted = topicSpecs([facts, requests], installation);
const [orders] = wanted;
if (orders === undefined) throw new Error('no spec');

const admin = () => createMemoryBroker().log('spec').admin;

describe('given a catalogue', () => {
  it('then each topic stands under the prefix, all with one partition count', () => {
    expect(wanted).toEqual([
      {
        name: 'shop.orders',
        partitions: 3,
        replication: 1,
        config: { 'cleanup.policy': 'compact', 'segment.bytes': '1048576', 'min.insync.replicas': '1' },
      },
      {
        name: 'shop.order-requests',
        partitions: 3,
        replication: 1,
        config: { 'cleanup.policy': 'delete', 'min.insync.replicas': '1' },
      },
    ]);
  });
});

describe('given a broker without topics', () => {
  it('when provisioned twice, then all are created once, and nothing drifts', async () => {
    const log = admin();
    expect(await provisionTopics(log, wanted)).toEqual({ created: ['shop.orders', 'shop.order-requests'], drift: [] });
    expect(await provisionTopics(log, wanted)).toEqual({ created: [], drift: [] });
    expect((await log.describeTopics()).map(topic => topic.config)).toEqual(wanted.map(spec => spec.config));
  });
});

describe('given a topic that exists otherwise', () => {
  it('then every difference is reported with a remedy, the missing topic is created, and nothing is changed', async () => {
    const log = admin();
    const config = { 'cleanup.policy': 'delete', 'min.insync.replicas': '1', 'retention.ms': '1000' };
    await log.createTopics([{ name: 'shop.orders', partitions: 6, replication: 2, config }]);

    const { created, drift } = await provisionTopics(log, wanted);

    expect(created).toEqual(['shop.order-requests']);
    expect(drift.map(({ remedy: _, ...found }) => found)).toEqual([
      { topic: 'shop.orders', what: 'partitions', name: 'partitions', expected: '3', found: '6' },
      { topic: 'shop.orders', what: 'replication', name: 'replication', expected: '1', found: '2' },
      { topic: 'shop.orders', what: 'setting', name: 'cleanup.policy', expected: 'compact', found: 'delete' },
      { topic: 'shop.orders', what: 'setting', name: 'segment.bytes', expected: '1048576', found: null },
    ]);
    expect(drift.map(describeDrift)).toEqual([
      'shop.orders has 6 partitions, not 3',
      'shop.orders is kept 2 times, not 1',
      'shop.orders has cleanup.policy=delete, not cleanup.policy=compact',
      'shop.orders has no segment.bytes of its own, not segment.bytes=1048576',
    ]);
    expect(drift[0]?.remedy).toContain('LONGPLAY_PARTITIONS=6');
    expect(drift[1]?.remedy).toContain('LONGPLAY_REPLICATION=2');
    expect(drift[2]?.remedy).toContain('--entity-name shop.orders --add-config cleanup.policy=compact');
    const [after] = await log.describeTopics(['shop.orders']);
    expect(after).toMatchObject({ partitions: 6, replication: 2, config });
  });

  it('then a list in another order is the same, and so is a setting that the catalogue does not name', () => {
    const spec = { ...orders, config: { 'cleanup.policy': 'compact,delete' } };
    const topic = { ...orders, id: 'x', config: { 'cleanup.policy': 'delete, compact', 'flush.ms': '1' } };
    expect(findTopicDrift(spec, topic)).toEqual([]);
  });
});

describe('given a broker that will not create', () => {
  const refusing = (error: Error): LogAdmin => ({ ...admin(), createTopics: () => Promise.reject(error) });

  it('when it refuses for good, then the error tells its reason and a remedy', async () => {
    const refusal = new LogError('fatal', 'Topic shop.orders could not be created: INVALID_REPLICATION_FACTOR.');
    await expect(provisionTopics(refusing(refusal), wanted)).rejects.toMatchObject({
      code: 'LP_TOPICS_NOT_CREATED',
      message: refusal.message,
      remedy: expect.stringContaining('LONGPLAY_REPLICATION'),
      cause: refusal,
    });
  });

  it('when it cannot be reached, then its error stays as it is', async () => {
    const away = new LogError('unavailable', 'No broker could be reached.');
    await expect(provisionTopics(refusing(away), wanted)).rejects.toBe(away);
  });

  it('when a new topic never shows, then the error names it', async () => {
    const hiding: LogAdmin = { ...admin(), createTopics: async () => [] };
    await expect(provisionTopics(hiding, wanted, { spreading: 1 })).rejects.toMatchObject({
      code: 'LP_TOPICS_NOT_CREATED',
      message: expect.stringContaining('shop.orders, shop.order-requests'),
    });
  });

  it('when a new topic shows late, then it is waited for', async () => {
    const log = admin();
    let asked = 0;
    const slow: LogAdmin = { ...log, describeTopics: async names => (asked++ === 0 ? [] : log.describeTopics(names)) };
    expect(await provisionTopics(slow, wanted)).toMatchObject({ drift: [] });
    expect(asked).toBe(2);
  });
});
