import { afterAll, describe, expect, inject, it } from 'vitest';
import { topicSettings } from '../../schemas/settings.ts';
import { topics } from '../../schemas/topics.ts';
import { createKafkajsLog } from '../log/kafkajs/log.ts';
import { createLogger } from '../observe/logger.ts';
import { describeDrift } from './drift.ts';
import { provisionTopics } from './provision.ts';
import { type Installation, topicSpecs } from './spec.ts';

const stamp = Date.now().toString(36);
const log = createKafkajsLog({
  brokers: inject('kafkaBrokers'),
  clientId: 'provision-spec',
  logger: createLogger({ level: 'silent' }),
});

const catalogue = topics.map(topic => ({ name: topic.name, settings: topicSettings(topic) }));
const prefixes = ['whole', 'twice', 'drift', 'three'] as const;
const installation = (prefix: (typeof prefixes)[number], more: Partial<Installation> = {}): Installation => ({
  prefix: `${prefix}-${stamp}`,
  partitions: 3,
  replication: 1,
  minInsyncReplicas: 1,
  ...more,
});

afterAll(async () => {
  const ours = (await log.admin.describeTopics())
    .map(topic => topic.name)
    .filter(name => prefixes.some(prefix => name.startsWith(`${prefix}-${stamp}.`)));
  await log.admin.deleteTopics(ours);
  await log.close();
});

describe('given a real broker', () => {
  it('when the catalogue is provisioned, then the broker takes every setting and tells it back; again: nothing', async () => {
    const wanted = topicSpecs(catalogue, installation('whole'));
    const first = await provisionTopics(log.admin, wanted);
    expect(first.drift.map(describeDrift)).toEqual([]);
    expect(first.created.toSorted()).toEqual(wanted.map(spec => spec.name).toSorted());
    expect(await provisionTopics(log.admin, wanted)).toEqual({ created: [], drift: [] });
  });

  it('when two processes start at the same moment, then both go on and each topic is there once', async () => {
    const wanted = topicSpecs(catalogue.slice(0, 6), installation('twice'));
    const [one, other] = await Promise.all([provisionTopics(log.admin, wanted), provisionTopics(log.admin, wanted)]);
    expect([...one.drift, ...other.drift]).toEqual([]);
    expect(new Set([...one.created, ...other.created]).size).toBe(wanted.length);
  });

  it('when a topic was made otherwise, then the drift is told and the topic stays as it is', async () => {
    const [spec] = topicSpecs(catalogue, installation('drift'));
    if (spec === undefined) throw new Error('no spec');
    const config = { ...spec.config, 'retention.ms': '604800000', 'segment.bytes': '1048576' };
    await log.admin.createTopics([{ ...spec, partitions: 5, config }]);
    const { created, drift } = await provisionTopics(log.admin, [spec]);
    expect(created).toEqual([]);
    expect(drift.map(describeDrift)).toEqual([
      `${spec.name} has 5 partitions, not 3`,
      `${spec.name} has retention.ms=604800000, not retention.ms=-1`,
      `${spec.name} has segment.bytes=1048576, not segment.bytes=67108864`,
    ]);
    expect(await log.admin.describeTopics([spec.name])).toMatchObject([{ partitions: 5, config }]);
  });

  it('when it has too few brokers, then the error says so and what to do', async () => {
    const wanted = topicSpecs(catalogue.slice(0, 1), installation('three', { replication: 3, minInsyncReplicas: 2 }));
    await expect(provisionTopics(log.admin, wanted)).rejects.toMatchObject({
      code: 'LP_TOPICS_NOT_CREATED',
      message: expect.stringContaining('INVALID_REPLICATION_FACTOR'),
      remedy: expect.stringContaining('LONGPLAY_REPLICATION'),
    });
  });
});
