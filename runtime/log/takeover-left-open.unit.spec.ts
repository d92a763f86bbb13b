import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from './memory/log.ts';
import type { LeftOpen, Log, OutgoingRecord } from './port.ts';
import { type RestoreScope, takeOver } from './takeover.ts';

const [group, input, own, asks] = ['task', 'input', 'own', 'asks'] as const;
const id = 'task-0';

const record = (topic: string, value: string): OutgoingRecord => ({
  topic,
  partition: 0,
  key: Buffer.from('k'),
  value: Buffer.from(value),
});
const position = (offset: bigint) => ({ topic: input, partition: 0, offset, metadata: '' });
const decided = (value: string, offset: bigint) => ({
  records: [record(own, value), record(asks, value)],
  positions: { group, committed: [position(offset)] },
});

/** A transaction up to position 1 is complete, one up to position 2 was committed and lost its markers. */
async function leaveOpen() {
  const broker = createMemoryBroker();
  const log = broker.log('first');
  const topics = [input, own, asks];
  await log.admin.createTopics(topics.map(name => ({ name, partitions: 1, replication: 1, config: {} })));
  await (await log.writer()).append(['0', '1', '2'].map(value => record(input, value)));
  const writer = await log.transactionalWriter(id);
  await writer.fence();
  await writer.transact(decided('first', 1n));
  broker.loseMarkers(id);
  await writer.transact(decided('second', 2n));

  const values = (topic: string) => broker.records(topic).map(({ value }) => String(value));
  const seen = () => ({ own: values(own), asks: values(asks), position: broker.committed(group)[0]?.offset });
  const taking = async (by: Log, restore?: (scope: RestoreScope) => Promise<void>) => {
    const ended: LeftOpen[] = [];
    const delivered: bigint[] = [];
    const reader = by.groupReader({ group, topics: [input] });
    await reader.start({
      assigned: () => {},
      batch: async ({ records }) => {
        delivered.push(...records.map(({ offset }) => offset));
      },
      failed: error => expect.unreachable(String(error)),
    });
    const next = await by.transactionalWriter(id);
    try {
      const taken = await takeOver({
        reader,
        writer: next,
        admin: by.admin,
        group,
        partition: 0,
        inputs: [input],
        own,
        writes: [own, asks, 'nowhere'],
        settled: open => ended.push(...open),
        initial: () => 'refuse',
        ...(restore && { restore }),
        signal: new AbortController().signal,
      });
      return { taken, ended, writer: next, delivered };
    } finally {
      await reader.stop();
    }
  };
  return { broker, log, seen, taking };
}

const open: LeftOpen[] = [
  { topic: own, partition: 0, offset: 2n },
  { topic: asks, partition: 0, offset: 2n },
  'positions',
];
const unsettled = { own: ['first'], asks: ['first'], position: 1n };
const settled = { own: ['first', 'second'], asks: ['first', 'second'], position: 2n };

describe('taking over where the broker left a transaction open', () => {
  it('given that it was decided to commit, then it is committed everywhere before offsets are read', async () => {
    const { broker, seen, taking } = await leaveOpen();
    expect(seen()).toEqual({ ...unsettled });
    const restored: unknown[] = [];
    const { taken, ended, writer } = await taking(broker.log('second'), async scope => {
      restored.push(seen(), scope.own?.end === scope.own?.highWatermark);
    });
    expect(ended).toEqual(open);
    expect(restored).toEqual([settled, true]);
    expect(taken?.positions).toEqual([{ topic: input, partition: 0, offset: 2n }]);
    await writer.transact(decided('third', 3n));
    expect(seen()).toEqual({
      own: ['first', 'second', 'third'],
      asks: ['first', 'second', 'third'],
      position: 3n,
    });
  });

  it('given an attempt that failed after fencing, then the next one of this process still knows', async () => {
    const { log, seen, taking } = await leaveOpen();
    await (await log.transactionalWriter(id)).fence();
    await taking(log);
    expect(seen()).toEqual(settled);
  });

  it('given that nobody knows what was decided, then it refuses until an operator has ended it', async () => {
    const { broker, log, seen, taking } = await leaveOpen();
    await (await broker.log('killed').transactionalWriter(id)).fence();
    for (const by of [log, log]) {
      await expect(taking(by)).rejects.toMatchObject({
        code: 'LP_LOG_TRANSACTION_HANGING',
        kind: 'retriable',
        remedy: expect.stringContaining('abort --topic own --partition 0 --start-offset 2'),
      });
      expect(seen()).toEqual(unsettled);
    }
    broker.abortLeftOpen(id);
    const { taken, ended } = await taking(log);
    expect(ended).toEqual([]);
    expect(taken?.positions).toEqual([{ topic: input, partition: 0, offset: 1n }]);
  });

  it('given a decision of long ago and another holder since, then it is not believed', async () => {
    const { broker, log, taking } = await leaveOpen();
    await (await log.transactionalWriter(id)).fence();
    await (await broker.log('other').transactionalWriter(id)).fence();
    await expect(taking(log)).rejects.toMatchObject({ code: 'LP_LOG_TRANSACTION_HANGING' });
  });

  it('given something open of a producer that the id had before, then it refuses, since only the own topic tells', async () => {
    const { broker, log, taking } = await leaveOpen();
    await (await log.transactionalWriter(id)).fence();
    broker.abortLeftOpen(id);
    broker.transaction('an id of before').append([record(own, 'open')]);
    await expect(taking(log)).rejects.toMatchObject({
      code: 'LP_LOG_TRANSACTION_HANGING',
      message: expect.stringContaining('own[0] from'),
    });
  });
});
