import { expect, it } from 'vitest';
import { createMemoryBroker } from '../../../runtime/log/memory/log.ts';
import { openVersionLook } from './version-look.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 2);
const topic = 'lp.orders';

async function having(look: Parameters<typeof openVersionLook>[0]['known'] = [], mostOffsets?: bigint) {
  const log = createMemoryBroker({ now: () => NOW }).log('spec');
  await log.admin.createTopics([
    { name: topic, partitions: 1, replication: 1, config: { 'cleanup.policy': 'compact' } },
  ]);
  const writer = await log.writer();
  const reads: bigint[] = [];
  const versions = openVersionLook({
    log: {
      readPartition: options => {
        reads.push(options.from.offset);
        return log.readPartition(options);
      },
    },
    prefix: 'lp',
    known: look,
    more: look.length > 0,
    ...(mostOffsets !== undefined && { mostOffsets }),
  });
  return {
    write: (key: string, ...all: (number | string)[]) =>
      writer.append(
        all.map(version => ({
          topic,
          key: Buffer.from(key),
          value: Buffer.from('never decoded'),
          headers: [
            ['ce_id', Buffer.from(typeof version === 'string' ? version : `orders/${key}/${version}`)],
          ] as const,
          timestamp: NOW,
        })),
      ),
    look: async (now = NOW) => versions.take(await log.admin.offsets(topic), now),
    more: () => versions.more(),
    told: () => versions.violations().map(({ key, sentence }) => `${key}: ${sentence}`),
    reads,
  };
}

it('given facts that count on from look to look, then nothing is told, and what was looked at is not read again', async () => {
  const { write, look, told, reads } = await having();
  await write('order-1', 1, 2);
  await look();
  await write('order-1', 3);
  await write('of somebody else', 'anything', 'anything');
  await look();
  await look();
  expect([told(), reads]).toEqual([[], [0n, 2n]]);
});

it('given one that comes before what was there, then it is told, at once and for a day', async () => {
  const { write, look, told } = await having();
  await write('order-1', 1, 2);
  await look();
  await write('order-1', 1);
  await look();
  const sentence =
    'order-1: version 1 of it comes after version 2 in orders, partition 0, offset 2: no reader takes it in';
  expect(told()).toEqual([sentence]);
  await look(NOW + DAY - 1);
  expect(told()).toEqual([sentence]);
  await look(NOW + DAY);
  expect(told()).toEqual([]);
});

it('given more than a look takes, then what lies before is passed over, and what comes after a gap is no violation', async () => {
  const { write, look, told, reads } = await having([], 2n);
  await write('order-1', 1);
  await look();
  await write('order-1', 2, 3, 4, 5, 6);
  await look();
  expect([told(), reads]).toEqual([[], [0n, 4n]]);
});

it('given one that was written more than a day ago, then whoever looks first now does not tell it again', async () => {
  const { write, look, told } = await having();
  await write('order-1', 2, 1);
  await look(NOW + DAY);
  expect(told()).toEqual([]);
});

it('given what another process has found, then it is told on, and that there was more', async () => {
  const since = NOW - 1;
  const known = { law: 'versions', key: 'order-9', topic: 'orders', sentence: 'version 1 after 7', since } as const;
  const { look, told, more } = await having([known]);
  await look();
  expect([told(), more()]).toEqual([['order-9: version 1 after 7'], true]);
  await look(NOW + DAY);
  expect([told(), more()]).toEqual([[], false]);
});
