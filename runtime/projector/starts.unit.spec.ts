import { describe, expect, it } from 'vitest';
import { LogError } from '../log/errors.ts';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { LogAdmin } from '../log/port.ts';
import { startsOf } from './starts.ts';

const reading = { topics: ['orders'] } as never;

async function shop(): Promise<LogAdmin> {
  const { admin } = createMemoryBroker().log('starts');
  await admin.createTopics([{ name: 'p.orders', partitions: 2, replication: 1, config: {} }]);
  return admin;
}

/** Fails so often before it answers. */
function moody<A extends unknown[], T>(work: (...args: A) => Promise<T>, times: number, error: Error) {
  let left = times;
  return async (...args: A): Promise<T> => {
    if (left-- > 0) throw error;
    return await work(...args);
  };
}

const noLeader = new LogError('retriable', 'Reading the offsets failed with NOT_LEADER_FOR_PARTITION');

describe('where projections begin', () => {
  it('given topics that were made just now and have no leader for a moment, then it is asked again', async () => {
    const admin = await shop();
    const gone = new LogError('unavailable', 'nobody there');
    const log = {
      admin: {
        ...admin,
        describeTopics: moody(admin.describeTopics, 2, gone),
        offsets: moody(admin.offsets, 3, noLeader),
      },
    };
    const starts = (await startsOf(log, 'p', [reading], 1))(reading);
    expect(starts).toMatchObject([
      { topic: 'p.orders', partition: 0, position: '0', end: '0' },
      { topic: 'p.orders', partition: 1 },
    ]);
  });

  it('given that it stays so, or is not allowed, then the error is told', async () => {
    const admin = await shop();
    const never = { admin: { ...admin, offsets: moody(admin.offsets, 100, noLeader) } };
    await expect(startsOf(never, 'p', [reading], 1)).rejects.toBe(noLeader);
    const refusal = new LogError('fatal', 'TOPIC_AUTHORIZATION_FAILED');
    const refused = { admin: { ...admin, describeTopics: moody(admin.describeTopics, 1, refusal) } };
    await expect(startsOf(refused, 'p', [reading], 1)).rejects.toBe(refusal);
  });
});
