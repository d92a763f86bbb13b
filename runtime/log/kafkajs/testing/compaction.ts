import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { Log, LogWriter, NewTopic } from '../../port.ts';

/** Settings under which the broker's cleaner takes every segment but the newest, at once and wholly. */
export const COMPACTABLE: NewTopic['config'] = {
  'cleanup.policy': 'compact',
  'min.cleanable.dirty.ratio': '0.01',
  'min.compaction.lag.ms': '0',
  'delete.retention.ms': '0',
  'segment.ms': String(1_000),
  // The least that Kafka 4 allows (KIP-1030).
  'segment.bytes': String(1024 * 1024),
};

/** A segment is rolled by the first append after this long, ms; a little more than `segment.ms`. */
const ROLL_AFTER_MS = 1_100;
const PATIENCE_MS = 60_000;

/**
 * Lets the real cleaner run over everything written so far. In every partition, a key `roll` is written twice, then
 * the segment is rolled; once only the second one is left, the cleaner has been through the whole of it.
 */
export async function compactNow(log: Log, topic: string): Promise<void> {
  const writer = await log.writer();
  const partitions = (await log.admin.offsets(topic)).map(({ partition }) => partition);
  const stamp = Date.now().toString(36);
  const twice = Buffer.from(`roll-${stamp}-twice`);
  try {
    await appendToAll(writer, topic, partitions, twice);
    await appendToAll(writer, topic, partitions, twice);
    await sleep(ROLL_AFTER_MS);
    await appendToAll(writer, topic, partitions, Buffer.from(`roll-${stamp}-next`));
    const deadline = Date.now() + PATIENCE_MS;
    for (const partition of partitions) {
      while ((await occurrences(log, topic, partition, twice)) !== 1) {
        if (Date.now() > deadline) throw new Error(`The cleaner did not reach ${topic}[${partition}] in time.`);
        await sleep(100);
      }
    }
  } finally {
    await writer.close();
  }
}

const TOPIC_RESOURCE = 2;

/**
 * Takes `compact` from the topic's policy, with nothing to delete either. The broker breaks off a pass of its cleaner
 * that is under way when its logs take the setting on: what is read twice from then on is the same.
 */
export async function endCleaning(admin: Admin, topic: string): Promise<void> {
  const kept = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };
  const configEntries = Object.entries(kept).map(([name, value]) => ({ name, value }));
  await admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC_RESOURCE, name: topic, configEntries }] });
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isKept(admin, topic))) {
    if (Date.now() > deadline) throw new Error(`The broker did not end the cleaning of ${topic} in time.`);
    await sleep(50);
  }
  // The setting can be read a moment before the broker's logs have it.
  await sleep(500);
}

async function isKept(admin: Admin, topic: string): Promise<boolean> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: TOPIC_RESOURCE, name: topic, configNames: ['cleanup.policy'] }],
  });
  return resources[0]?.configEntries[0]?.configValue === 'delete';
}

function appendToAll(writer: LogWriter, topic: string, partitions: number[], key: Buffer): Promise<unknown> {
  return writer.append(partitions.map(partition => ({ topic, partition, key, value: Buffer.from('roll') })));
}

async function occurrences(log: Log, topic: string, partition: number, key: Buffer): Promise<number> {
  const { start } = (await log.admin.offsets(topic))[partition] as { start: bigint };
  let count = 0;
  for await (const batch of log.readPartition({ from: { topic, partition, offset: start } })) {
    for (const record of batch.records) if (record.key?.equals(key)) count++;
  }
  return count;
}
