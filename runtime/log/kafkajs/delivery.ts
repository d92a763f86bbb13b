import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../observe/logger.ts';
import type { LogError } from '../errors.ts';
import type { GroupReaderHandlers, GroupReaderOptions, LogBatch, Position, TopicPartition } from '../port.ts';
import { toLogError } from './errors.ts';
import { fetchWait } from './fetch-wait.ts';
import { fetchOnce } from './fetcher.ts';
import { partitionKey } from './produce.ts';
import type { Session } from './session.ts';

/**
 * While something is being handled, ms until the next fetch after one that brought little. Without it a busy reader
 * would fetch record by record, hundreds of times a second, only to let them wait.
 */
const AFTER_LITTLE_MS = 8;
const LITTLE_BYTES = 64 * 1024;
/** Longest wait of a fetch while some partition waits for room, ms: it must be asked for soon after it has room. */
const BUSY_WAIT_MS = 10;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

type Stream = TopicPartition & {
  /** The next offset to fetch. */
  position: bigint;
  /** Fetched, and waiting for the handler; what is fetched meanwhile is added to it. */
  waiting: LogBatch | null;
  /** What waits weighs so much (`weightOf`). */
  bytes: number;
  handling: boolean;
};

/** Fetches for the partitions that are switched on, and hands their batches over, one at a time per topic-partition. */
export type Delivery = {
  deliver(from: readonly Position[]): void;
  silence(at: readonly TopicPartition[]): void;
  /** Stops fetching, and waits for running handlers. A fetch may be under way still, of which nobody hears. */
  stop(): Promise<void>;
  /** Resolves once nothing is asked of the broker any more. */
  readonly ended: Promise<void>;
};

export type DeliveryLimits = Pick<GroupReaderOptions, 'linger'> &
  Required<Pick<GroupReaderOptions, 'maxWait' | 'maxBytesPerPartition'>>;

export function startDelivery(
  session: Session,
  limits: DeliveryLimits,
  handlers: Pick<GroupReaderHandlers, 'batch' | 'failed'>,
  logger: Logger,
): Delivery {
  const streams = new Map<string, Stream>();
  /** The running handler of each topic-partition. A stream that begins anew waits for its predecessor's. */
  const running = new Map<string, Promise<void>>();
  let wake: () => void = () => undefined;
  let stopped = false;
  const fetching = fetchWait(limits.maxWait);

  const isCurrent = (stream: Stream): boolean => streams.get(keyOf(stream)) === stream;

  /** The other topics of the same partition number stop too: they are one task's input. */
  const fail = (stream: TopicPartition, error: unknown): void => {
    for (const other of [...streams.values()]) {
      if (other.partition === stream.partition) streams.delete(keyOf(other));
    }
    handlers.failed(error, { topic: stream.topic, partition: stream.partition });
  };

  const handleQueue = async (stream: Stream): Promise<void> => {
    while (stream.waiting !== null && isCurrent(stream) && !stopped) {
      const batch = stream.waiting;
      stream.waiting = null;
      stream.bytes = 0;
      wake();
      try {
        await handlers.batch(batch);
      } catch (error) {
        fail(stream, error); // also where it was silenced meanwhile: nobody else would hear of it
        break;
      }
    }
    stream.handling = false;
  };

  const pump = (stream: Stream): void => {
    if (stream.handling) return;
    stream.handling = true;
    const key = keyOf(stream);
    const work = (running.get(key) ?? Promise.resolve())
      .then(() => handleQueue(stream))
      .finally(() => {
        if (running.get(key) === work) running.delete(key);
      });
    running.set(key, work);
  };

  /** Answers how many bytes it brought. */
  const fetchRound = async (): Promise<number> => {
    const all = [...streams.values()];
    const ready = all.filter(stream => stream.bytes < limits.maxBytesPerPartition);
    if (ready.length === 0) {
      await new Promise<void>(resolve => {
        wake = resolve;
      });
      wake = () => undefined;
      return 0;
    }
    const maxWait = ready.length < all.length ? Math.min(BUSY_WAIT_MS, limits.maxWait) : fetching.next();
    const asked = ready.map(stream => ({ stream, offset: stream.position }));
    const targets = asked.map(({ stream, offset }) => ({
      topic: stream.topic,
      partition: stream.partition,
      offset,
      maxBytes: limits.maxBytesPerPartition,
    }));
    let bytes = 0;
    for (const { at, batch, failure } of await fetchOnce(session, targets, maxWait)) {
      const one = asked.find(({ stream }) => stream.topic === at.topic && stream.partition === at.partition);
      if (one === undefined || !isCurrent(one.stream) || stopped) continue;
      if (failure !== undefined) fail(one.stream, failure);
      else if (batch.nextOffset > one.offset) {
        one.stream.position = batch.nextOffset;
        one.stream.waiting = one.stream.waiting === null ? batch : joined(one.stream.waiting, batch);
        const brought = weightOf(batch);
        one.stream.bytes += brought;
        bytes += brought;
        pump(one.stream);
      }
    }
    fetching.brought(running.size > 0);
    return bytes;
  };

  const loop = async (): Promise<void> => {
    let pause = 0;
    while (!stopped) {
      try {
        const brought = await fetchRound();
        const little = running.size > 0 && brought < LITTLE_BYTES ? AFTER_LITTLE_MS : 0;
        const lull = Math.max(little, brought > 0 ? (limits.linger?.() ?? 0) : 0);
        if (lull > 0 && !stopped) await sleep(lull);
        if (pause > 0) logger.info('Reading from Kafka goes on.');
        pause = 0;
      } catch (thrown) {
        if (stopped) return;
        const error: LogError = toLogError(thrown, 'Reading');
        if (error.kind === 'fatal') {
          for (const stream of [...streams.values()]) if (isCurrent(stream)) fail(stream, error);
          continue;
        }
        if (pause === 0) logger.warn({ code: error.code }, `Reading from Kafka waits: ${error.message}`);
        pause = Math.min(pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        await sleep(pause);
        await session.refresh().catch(() => undefined);
      }
    }
  };

  const looping = loop();
  return {
    deliver: from => {
      for (const { topic, partition, offset } of from) {
        const stream: Stream = { topic, partition, position: offset, waiting: null, bytes: 0, handling: false };
        streams.set(keyOf(stream), stream);
      }
      fetching.brought(true);
      wake();
    },
    silence: at => {
      for (const one of at) streams.delete(keyOf(one));
    },
    stop: async () => {
      stopped = true;
      wake();
      await Promise.all(running.values());
    },
    ended: looping,
  };
}

/** One batch after the other, as one. */
const joined = (first: LogBatch, second: LogBatch): LogBatch => ({
  ...second,
  records: [...first.records, ...second.records],
});

/** A record costs memory also where it is a tombstone without a value: what waits must have a bound. */
const RECORD_BYTES = 128;

export const weightOf = ({ records }: Pick<LogBatch, 'records'>): number =>
  records.reduce((sum, { key, value }) => sum + RECORD_BYTES + (key?.length ?? 0) + (value?.length ?? 0), 0);

const keyOf = ({ topic, partition }: TopicPartition): string => partitionKey(topic, partition);
