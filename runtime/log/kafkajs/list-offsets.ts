import { LogError } from '../errors.ts';
import type { TopicPartition } from '../port.ts';
import { bytesReader, bytesWriter } from './bytes.ts';
import { logErrorFromCode } from './errors.ts';
import { type Broker, type RequestKind, sendRaw } from './internals.ts';

/** Source of the layout: the message definitions of Kafka 4.3 (ListOffsetsRequest). */
const LIST_OFFSETS: RequestKind = { name: 'ListOffsets', key: 2, version: 3 };

export type Isolation = 0 | 1;

/** `timestamp`: a time in ms, or one of the protocol's own names for the start and the end. */
type Wanted = TopicPartition & { readonly timestamp: number; readonly isolation: Isolation };
type Question = Wanted & { readonly answered: (offset: bigint) => void; readonly refused: (error: unknown) => void };

const waiting = new WeakMap<Broker, Question[]>();

/**
 * Where a partition begins, ends or has come to at a time (ListOffsets), -1 where there is no such record. What is
 * asked of one leader at once, about however many partitions, is one request: a look at thirty topics would be some
 * three hundred of them.
 */
export function listOffset(leader: Broker, wanted: Wanted): Promise<bigint> {
  return new Promise((answered, refused) => {
    const asked = waiting.get(leader);
    const question = { ...wanted, answered, refused };
    if (asked !== undefined) return void asked.push(question);
    const fresh = [question];
    waiting.set(leader, fresh);
    // After what this turn of the event loop still has to ask.
    setImmediate(() => {
      waiting.delete(leader);
      for (const request of requestsOf(fresh)) void ask(leader, request);
    });
  });
}

const idOf = ({ topic, partition }: TopicPartition): string => `${topic} ${partition}`;

/** A request has one isolation level, and names a partition once: a broker refuses a second time. */
export function requestsOf<Q extends Wanted>(questions: readonly Q[]): Q[][] {
  const requests: { readonly isolation: Isolation; readonly of: Map<string, Q> }[] = [];
  for (const question of questions) {
    const id = idOf(question);
    const free = requests.find(one => one.isolation === question.isolation && !one.of.has(id));
    if (free === undefined) requests.push({ isolation: question.isolation, of: new Map([[id, question]]) });
    else free.of.set(id, question);
  }
  return requests.map(({ of }) => [...of.values()]);
}

async function ask(leader: Broker, questions: readonly Question[]): Promise<void> {
  try {
    const answers = await sendRaw(leader, LIST_OFFSETS, encoded(questions), decodeOffsets);
    const found = new Map(answers.map(one => [idOf(one), one]));
    for (const question of questions) {
      const { topic, partition } = question;
      const answer = found.get(idOf(question));
      const what = `Reading the offsets of ${topic}[${partition}]`;
      if (answer === undefined)
        question.refused(new LogError('retriable', `No offsets were told for ${topic}[${partition}].`));
      // What is wrong with one partition is no trouble of the others.
      else if (answer.errorCode !== 0) question.refused(logErrorFromCode(answer.errorCode, what));
      else question.answered(answer.offset);
    }
  } catch (error) {
    for (const { refused } of questions) refused(error);
  }
}

function encoded(questions: readonly Wanted[]): Buffer {
  const writer = bytesWriter()
    .int32(-1)
    .int8(questions[0]?.isolation ?? 0);
  const topics = Map.groupBy(questions, ({ topic }) => topic);
  writer.int32(topics.size);
  for (const [topic, its] of topics) {
    writer.string(topic).int32(its.length);
    for (const { partition, timestamp } of its) writer.int32(partition).int64(BigInt(timestamp));
  }
  return writer.done();
}

function decodeOffsets(answer: Buffer) {
  const reader = bytesReader(answer);
  reader.int32(); // throttle time: the broker mutes the connection itself
  const byTopic = reader.array(() => {
    const topic = reader.string() as string;
    return reader.array(() => {
      const partition = reader.int32();
      const errorCode = reader.int16();
      reader.int64(); // the record's time
      return { topic, partition, errorCode, offset: reader.int64() };
    });
  });
  return byTopic.flat();
}
