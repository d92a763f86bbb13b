import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../observe/logger.ts';
import { startStack } from '../../stack/stack.ts';
import type { Log, OutgoingRecord, TransactionReach } from '../port.ts';
import { kafkaClient } from './client.ts';
import { offsetCommitTopics } from './internals.ts';
import { describeTransaction } from './left-open.ts';
import { createKafkajsLog } from './log.ts';
import { encodeChunk, routeBatches, sendBatches, sequences } from './produce.ts';
import { openSession, type Session } from './session.ts';

const downloads = fileURLToPath(new URL('../../../.longplay/downloads', import.meta.url));
const BROKER_RESOURCE = 4;

/**
 * A transaction that its coordinator counts as complete and whose markers are missing (docs/decisions/0012) is made by
 * writing after the end, under the same producer, on a broker that is told not to verify such writes (KIP-890). Hence a
 * broker of its own.
 */
describe('what a broker has left open', () => {
  const logger = createLogger({ level: 'silent' });
  const home = mkdtempSync(join(tmpdir(), 'longplay-int-hanging-'));
  let stack: Awaited<ReturnType<typeof startStack>>;
  let log: Log;
  let session: Session;
  let count = 0;

  beforeAll(async () => {
    chmodSync(home, 0o755);
    stack = await startStack({
      home,
      downloads,
      start: { kafka: true, registry: false, postgres: false },
      ports: { kafka: 0, registry: 0, postgres: 0 },
      onProgress: () => {},
    });
    const brokers = stack.kafkaBrokers ?? [];
    const kafka = kafkaClient({ brokers, clientId: 'hanging', logger });
    session = await openSession(kafka);
    const name = String((await session.broker()).nodeId);
    const admin = kafka.admin();
    await admin.connect();
    const configEntries = [{ name: 'transaction.partition.verification.enable', value: 'false' }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: BROKER_RESOURCE, name, configEntries }],
    });
    await admin.disconnect();
    log = createKafkajsLog({ brokers, clientId: 'hanging', logger });
  });
  afterAll(async () => {
    await session?.close();
    await log?.close();
    await stack?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const record = (topic: string, value: string, partition = 0): OutgoingRecord => ({
    topic,
    partition,
    key: Buffer.from('k'),
    value: Buffer.from(value),
  });
  const values = async (topic: string, partition = 0): Promise<string[]> => {
    const found: string[] = [];
    for await (const { records } of log.readPartition({ from: { topic, partition, offset: 0n } })) {
      found.push(...records.map(({ value }) => String(value)));
    }
    return found;
  };

  /** One committed transaction (own: 'first', position 1), then a second one (own, asks[1], position 2) left open. */
  const leaveOpen = async () => {
    const n = ++count;
    const [id, group, own, asks, input] = [`id-${n}`, `group-${n}`, `own-${n}`, `asks-${n}`, `input-${n}`];
    await log.admin.createTopics([own, asks, input].map(name => ({ name, partitions: 2, replication: 1, config: {} })));
    const position = (offset: bigint) => ({ topic: input, partition: 0, offset, metadata: '' });
    const writer = await log.transactionalWriter(id);
    await writer.fence();
    await writer.transact({ records: [record(own, 'first')], positions: { group, committed: [position(1n)] } });
    await writer.close();

    const coordinator = await session.coordinator('transaction', id);
    const committed = async () => (await log.admin.committed(group, [input])).map(({ offset }) => offset);
    // Until its markers are written, what follows would still be in it.
    await expect.poll(async () => (await log.admin.offsets(own))[0]?.end).toBe(2n);
    await expect.poll(committed).toEqual([1n]);
    const described = await describeTransaction(coordinator, id);
    expect(described?.outcome).toBe('committed');
    const [producerId = '', producerEpoch] = described?.holder.split('/') ?? [];
    const who = { id: BigInt(producerId), epoch: Number(producerEpoch), sequences: sequences() };
    who.sequences.advance({ topic: own, partition: 0 }, 1);
    const chunks = [record(own, 'second'), record(asks, 'asked', 1)].map(one => ({
      topic: one.topic,
      partition: one.partition ?? 0,
      records: [one],
      indexes: [0],
    }));
    const batches = chunks.map(chunk => encodeChunk(chunk, who, true));
    expect((await sendBatches(await routeBatches(session, batches), id)).map(one => one.errorCode)).toEqual([0, 0]);
    await (await session.coordinator('group', group)).txnOffsetCommit({
      transactionalId: id,
      producerId,
      producerEpoch: who.epoch,
      groupId: group,
      topics: offsetCommitTopics([position(2n)]),
    });
    const reach: TransactionReach = {
      topics: [own, asks, 'does-not-exist'],
      positions: { group, of: [{ topic: input, partition: 0 }] },
    };
    return { id, group, own, asks, reach, committed, position };
  };

  const leftOpen = ({ own, asks }: { own: string; asks: string }) => [
    { topic: own, partition: 0, offset: 2n },
    { topic: asks, partition: 1, offset: 0n },
    'positions',
  ];

  it('given a decided transaction without its markers, then fencing leaves it open and settling commits it', async () => {
    const made = await leaveOpen();
    const writer = await log.transactionalWriter(made.id);
    await writer.fence();
    expect(await values(made.own)).toEqual(['first']);
    expect(await values(made.asks, 1)).toEqual([]);
    expect(await made.committed()).toEqual([1n]);

    expect(await writer.settle(made.reach)).toEqual(leftOpen(made));
    expect(await values(made.own)).toEqual(['first', 'second']);
    expect(await values(made.asks, 1)).toEqual(['asked']);
    expect(await made.committed()).toEqual([2n]);
    expect(await writer.settle(made.reach)).toEqual([]);

    await writer.transact({
      records: [record(made.own, 'third')],
      positions: { group: made.group, committed: [made.position(3n)] },
    });
    await expect.poll(() => values(made.own)).toEqual(['first', 'second', 'third']);
    await expect.poll(() => made.committed()).toEqual([3n]);
    await writer.close();
  });

  it('given a takeover that failed after fencing, then the next one of this process still knows the decision', async () => {
    const made = await leaveOpen();
    for (const attempt of ['failed', 'next']) {
      const writer = await log.transactionalWriter(made.id);
      await writer.fence();
      if (attempt === 'next') expect(await writer.settle(made.reach)).toEqual(leftOpen(made));
      await writer.close();
    }
    expect(await values(made.own)).toEqual(['first', 'second']);
    expect(await made.committed()).toEqual([2n]);
  });

  it('given a decision that nobody knows any more, then it refuses, names the remedy and changes nothing', async () => {
    const made = await leaveOpen();
    const elsewhere = createKafkajsLog({ brokers: stack.kafkaBrokers ?? [], clientId: 'elsewhere', logger });
    const other = await elsewhere.transactionalWriter(made.id);
    await other.fence();
    await other.close();
    await elsewhere.close();
    const writer = await log.transactionalWriter(made.id);
    await writer.fence();
    await expect(writer.settle(made.reach)).rejects.toMatchObject({
      code: 'LP_LOG_TRANSACTION_HANGING',
      kind: 'retriable',
      remedy: expect.stringContaining(`--topic ${made.own} --partition 0 --start-offset 2`),
    });
    expect(await values(made.own)).toEqual(['first']);
    expect(await made.committed()).toEqual([1n]);
    await writer.close();
  });
});
