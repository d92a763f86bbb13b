import type { Outcome } from '../hanging.ts';
import type { LeftOpen, Position, TopicPartition, TransactionReach } from '../port.ts';
import { bytesReader, bytesWriter } from './bytes.ts';
import { errorName, logErrorFromCode } from './errors.ts';
import { type Broker, type RequestKind, sendRaw } from './internals.ts';
import type { Session } from './session.ts';

/** Source of all layouts: the message definitions of Kafka 4.3. The first two came with Kafka 3.0 (KIP-664). */
const DESCRIBE_TRANSACTIONS: RequestKind = { name: 'DescribeTransactions', key: 65, version: 0 };
const DESCRIBE_PRODUCERS: RequestKind = { name: 'DescribeProducers', key: 61, version: 0 };
/** The first version with `require_stable` (KIP-447). */
const OFFSET_FETCH: RequestKind = { name: 'OffsetFetch', key: 9, version: 7 };

export type DescribedTransaction = { readonly outcome: Outcome | null; readonly holder: string };

/** PrepareEpochFence: the coordinator aborts it for whoever fences. Of `Empty` and `Ongoing` nothing was decided. */
const outcomes: Readonly<Record<string, Outcome>> = {
  PrepareCommit: 'committed',
  CompleteCommit: 'committed',
  PrepareAbort: 'aborted',
  CompleteAbort: 'aborted',
  PrepareEpochFence: 'aborted',
};

export const holderName = (producerId: bigint | string, epoch: number): string => `${producerId}/${epoch}`;

/** What a transaction coordinator knows of an id's last transaction; null where the id is new to it. */
export async function describeTransaction(coordinator: Broker, id: string): Promise<DescribedTransaction | null> {
  const request = bytesWriter().uvarint(0).uvarint(2).compactString(id).uvarint(0);
  const { code, state, producerId, epoch } = await sendRaw(
    coordinator,
    DESCRIBE_TRANSACTIONS,
    request.done(),
    bytes => {
      const reader = bytesReader(bytes);
      reader.tags(); // response header v1
      reader.int32(); // throttle time
      reader.uvarint(); // one entry, as asked
      const code = reader.int16();
      reader.compactString();
      const state = reader.compactString() ?? '';
      reader.int32(); // its timeout
      reader.int64(); // when it began
      return { code, state, producerId: reader.int64(), epoch: reader.int16() };
    },
  );
  if (errorName(code) === 'TRANSACTIONAL_ID_NOT_FOUND') return null;
  if (code !== 0) throw logErrorFromCode(code, `Asking for the last transaction of ${id}`);
  return { outcome: outcomes[state] ?? null, holder: holderName(producerId, epoch) };
}

/** Where, within this reach, a transaction of the producer is open: to be asked while it has begun none itself. */
export async function leftOpen(session: Session, producerId: bigint, reach: TransactionReach): Promise<LeftOpen[]> {
  const [partitions, pending] = await Promise.all([
    openPartitions(session, producerId, reach.topics),
    hasPendingPositions(session, reach.positions),
  ]);
  return pending ? [...partitions, 'positions'] : partitions;
}

async function openPartitions(session: Session, producerId: bigint, topics: readonly string[]): Promise<Position[]> {
  if (topics.length === 0) return [];
  const { topics: found } = await session.metadata([...new Set(topics)]);
  const byLeader = new Map<Broker, TopicPartition[]>();
  for (const { name, errorCode, partitions } of found) {
    if (errorName(errorCode) === 'UNKNOWN_TOPIC_OR_PARTITION') continue;
    for (const partition of partitions.keys()) {
      const leader = await session.leader(name, partition);
      const led = byLeader.get(leader);
      if (led === undefined) byLeader.set(leader, [{ topic: name, partition }]);
      else led.push({ topic: name, partition });
    }
  }
  const answers = await Promise.all([...byLeader].map(([leader, led]) => describeProducers(leader, led)));
  return answers
    .flat()
    .filter(one => one.producerId === producerId && one.offset >= 0n)
    .map(({ topic, partition, offset }) => ({ topic, partition, offset }));
}

type ActiveProducer = Position & { readonly producerId: bigint };

/** Each producer that a leader knows, with the offset at which its open transaction begins; -1 where none is open. */
async function describeProducers(leader: Broker, partitions: readonly TopicPartition[]): Promise<ActiveProducer[]> {
  const request = withTopics(bytesWriter().uvarint(0), partitions).uvarint(0);
  const answers = await sendRaw(leader, DESCRIBE_PRODUCERS, request.done(), bytes => {
    const reader = bytesReader(bytes);
    reader.tags();
    reader.int32();
    const topics = reader.compactArray(() => {
      const topic = reader.compactString() ?? '';
      const described = reader.compactArray(() => {
        const partition = reader.int32();
        const code = reader.int16();
        reader.compactString(); // the same in words
        const producers = reader.compactArray((): ActiveProducer => {
          const producerId = reader.int64();
          reader.int32(); // epoch
          reader.int32(); // last sequence
          reader.int64(); // last timestamp
          reader.int32(); // coordinator epoch
          const offset = reader.int64();
          reader.tags();
          return { topic, partition, producerId, offset };
        });
        reader.tags();
        return { topic, partition, code, producers };
      });
      reader.tags();
      return described;
    });
    return topics.flat();
  });
  const refused = answers.find(({ code }) => code !== 0);
  if (refused !== undefined) {
    throw logErrorFromCode(refused.code, `Asking for the producers of ${refused.topic}[${refused.partition}]`);
  }
  return answers.flatMap(({ producers }) => producers);
}

/** Positions in a transaction without its marker make a stable read fail. Nobody else commits these. */
async function hasPendingPositions(session: Session, { group, of }: TransactionReach['positions']): Promise<boolean> {
  if (of.length === 0) return false;
  const coordinator = await session.coordinator('group', group);
  const request = withTopics(bytesWriter().uvarint(0).compactString(group), of).int8(1).uvarint(0);
  const codes = await sendRaw(coordinator, OFFSET_FETCH, request.done(), bytes => {
    const reader = bytesReader(bytes);
    reader.tags();
    reader.int32();
    const topics = reader.compactArray(() => {
      reader.compactString();
      const partitions = reader.compactArray(() => {
        reader.int32();
        reader.int64(); // the position
        reader.int32(); // leader epoch
        reader.compactString(); // metadata
        const code = reader.int16();
        reader.tags();
        return code;
      });
      reader.tags();
      return partitions;
    });
    return [reader.int16(), ...topics.flat()];
  });
  const refused = codes.find(code => code !== 0 && errorName(code) !== 'UNSTABLE_OFFSET_COMMIT');
  if (refused !== undefined) throw logErrorFromCode(refused, `Asking for the positions of group ${group}`);
  return codes.some(code => code !== 0);
}

/** COMPACT_ARRAY of topics with their partitions, each with no tagged fields (KIP-482). */
function withTopics(writer: ReturnType<typeof bytesWriter>, partitions: readonly TopicPartition[]) {
  const topics = Map.groupBy(partitions, ({ topic }) => topic);
  writer.uvarint(topics.size + 1);
  for (const [topic, list] of topics) {
    writer.compactString(topic).uvarint(list.length + 1);
    for (const { partition } of list) writer.int32(partition);
    writer.uvarint(0);
  }
  return writer;
}
