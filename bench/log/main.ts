import { parseArgs } from 'node:util';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log, OutgoingRecord } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { interleave, report } from '../measure.ts';
import { withBroker } from '../stack.ts';
import { bareKafkajs } from './peer.ts';

const PARTITIONS = 3;
const VALUE_BYTES = 600;

type Bench = {
  readonly log: Log;
  readonly peer: ReturnType<typeof bareKafkajs>;
  readonly rounds: number;
  readonly newTopic: (name: string) => Promise<string>;
};

/** `npm run bench -- log [--rounds N] [--restore N]`: our log against bare kafkajs, on one real broker. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '5' }, restore: { type: 'string', default: '300000' } },
  });
  await withBroker(async brokers => {
    const logger = createLogger({ level: 'warn', format: 'pretty' });
    const log = createKafkajsLog({ brokers, clientId: 'bench', logger });
    const stamp = Date.now().toString(36);
    const bench: Bench = {
      log,
      peer: bareKafkajs(brokers),
      rounds: Number(values.rounds),
      newTopic: async name => {
        const topic = `bench-${stamp}-${name}`;
        await log.admin.createTopics([{ name: topic, partitions: PARTITIONS, replication: 1, config: {} }]);
        return topic;
      },
    };
    for (const batch of [1, 100, 500, 2000]) await writing(bench, batch);
    await transactions(bench, 1);
    await transactions(bench, 6);
    await reading(bench, Number(values.restore));
    await log.close();
  });
}

const value = Buffer.alloc(VALUE_BYTES, 'x');
const recordsFor = (topic: string, count: number, from = 0): OutgoingRecord[] =>
  Array.from({ length: count }, (_, n) => ({ topic, key: Buffer.from(`key-${from + n}`), value }));

async function writing({ log, peer, rounds, newTopic }: Bench, size: number): Promise<void> {
  const topic = await newTopic(`write-${size}`);
  const total = size === 1 ? 500 : Math.max(size * 5, 5_000);
  const plain = peer.producer({ idempotent: false });
  const idempotent = peer.producer({ idempotent: true });
  await plain.connect();
  await idempotent.connect();
  const writer = await log.writer();
  const ours = recordsFor(topic, size);
  const theirs = ours.map(({ key, value: bytes }) => ({ key, value: bytes }));
  const repeat = async (send: () => Promise<unknown>): Promise<number> => {
    for (let sent = 0; sent < total; sent += size) await send();
    return total;
  };
  report(
    `Writing, ${size} records a call, one call at a time, acks=all, ${VALUE_BYTES} B`,
    'records',
    await interleave(
      [
        { name: 'kafkajs', work: () => repeat(() => plain.send({ topic, messages: theirs })) },
        { name: 'kafkajs, idempotent', work: () => repeat(() => idempotent.send({ topic, messages: theirs })) },
        { name: 'ours (idempotent)', work: () => repeat(() => writer.append(ours)) },
      ],
      rounds,
    ),
  );
  if (size === 1) {
    const inFlight = async (send: () => Promise<unknown>): Promise<number> => {
      await Promise.all(Array.from({ length: 2_000 }, send));
      return 2_000;
    };
    report(
      'Writing, 1 record a call, 2,000 calls at once',
      'records',
      await interleave(
        [
          { name: 'kafkajs', work: () => inFlight(() => plain.send({ topic, messages: theirs })) },
          { name: 'ours (idempotent)', work: () => inFlight(() => writer.append(ours)) },
        ],
        rounds,
      ),
    );
  }
  await Promise.all([plain.disconnect(), idempotent.disconnect(), writer.close()]);
}

/** The transaction of a task: ten records to one topic, one input position. */
async function transactions({ log, peer, rounds, newTopic }: Bench, parallel: number): Promise<void> {
  const topic = await newTopic(`tx-${parallel}`);
  const perWriter = 60;
  const ours = recordsFor(topic, 10);
  const theirs = ours.map(({ key, value: bytes }) => ({ key, value: bytes }));
  const writers = await Promise.all(
    Array.from({ length: parallel }, async (_, n) => {
      const writer = await log.transactionalWriter(`${topic}-ours-${n}`);
      await writer.fence();
      const producer = peer.producer({ idempotent: true, transactionalId: `${topic}-theirs-${n}` });
      await producer.connect();
      return { writer, producer };
    }),
  );
  let offset = 0;
  const all = async (one: (n: number) => Promise<unknown>): Promise<number> => {
    await Promise.all(
      writers.map(async (_, n) => {
        for (let count = 0; count < perWriter; count++) await one(n);
      }),
    );
    return perWriter * parallel;
  };
  report(
    `Transactions of 10 records and one position, ${parallel} writer(s)`,
    'transactions',
    await interleave(
      [
        {
          name: 'kafkajs',
          work: () =>
            all(async n => {
              const transaction = await (writers[n] as (typeof writers)[0]).producer.transaction();
              await transaction.send({ topic, messages: theirs });
              const partitions = [{ partition: 0, offset: String(offset++) }];
              await transaction.sendOffsets({ consumerGroupId: `${topic}-theirs`, topics: [{ topic, partitions }] });
              await transaction.commit();
            }),
        },
        {
          name: 'ours (pipelined)',
          work: () =>
            all(n =>
              (writers[n] as (typeof writers)[0]).writer.transact({
                records: ours,
                positions: {
                  group: `${topic}-ours`,
                  committed: [{ topic, partition: 0, offset: BigInt(offset++), metadata: '' }],
                },
              }),
            ),
        },
      ],
      rounds,
    ),
  );
  await Promise.all(writers.flatMap(({ writer, producer }) => [writer.close(), producer.disconnect()]));
}

async function reading({ log, peer, rounds, newTopic }: Bench, total: number): Promise<void> {
  const topic = await newTopic('read');
  const writer = await log.writer();
  for (let from = 0; from < total; from += 5_000) await writer.append(recordsFor(topic, 5_000, from));
  await writer.close();
  let group = 0;

  const readGroup = async (): Promise<number> => {
    const reader = log.groupReader({ group: `${topic}-ours-${group++}`, topics: [topic], maxWait: 100 });
    let seen = 0;
    await new Promise<void>((resolve, reject) => {
      reader
        .start({
          assigned: partitions => {
            for (const partition of partitions) reader.deliver(partition, [{ topic, partition, offset: 0n }]);
          },
          batch: async batch => {
            seen += batch.records.length;
            if (seen >= total) resolve();
          },
          failed: reject,
        })
        .catch(reject);
    });
    await reader.stop();
    return seen;
  };

  const readPartitions = async (): Promise<number> => {
    let seen = 0;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for await (const batch of log.readPartition({ from: { topic, partition, offset: 0n } })) {
        seen += batch.records.length;
      }
    }
    return seen;
  };

  const restoreInto = async (read: (store: Map<string, Buffer>) => Promise<number>): Promise<number> => read(new Map());
  report(
    `Reading ${total.toLocaleString('en-US')} records of ${VALUE_BYTES} B from the beginning, joining a group included`,
    'records',
    await interleave(
      [
        { name: 'kafkajs eachBatch (group)', work: () => peer.consume(topic, `${topic}-theirs-${group++}`, total) },
        { name: 'ours, group reader', work: readGroup },
        { name: 'ours, partition by partition', work: readPartitions },
        {
          name: 'ours, partition by partition, into a Map (restore)',
          work: () =>
            restoreInto(async store => {
              for (let partition = 0; partition < PARTITIONS; partition++) {
                for await (const batch of log.readPartition({ from: { topic, partition, offset: 0n } })) {
                  for (const { key, value: bytes } of batch.records) store.set(String(key), bytes as Buffer);
                }
              }
              return store.size;
            }),
        },
      ],
      rounds,
    ),
  );
}
