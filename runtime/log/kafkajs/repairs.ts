import { createRequire } from 'node:module';
import type * as Kafkajs from 'kafkajs';
import { LogError } from '../errors.ts';

/**
 * kafkajs 2.2.4 with its defects repaired. This is the only place that loads it: a consumer, producer or admin of
 * this process, ours or a test's, is always the repaired one.
 *
 * The package is frozen and has no `exports` map, so that single functions can be replaced in Node's module cache
 * before the rest of kafkajs picks them up. Each repair says what it replaces; docs/decisions/0010 has the proofs.
 */
const REPAIRED_VERSION = '2.2.4';

const require = createRequire(import.meta.url);

/** Which of the repairs to make. Only the tests that show what happens without one leave one out. */
export type Repairs = {
  readonly positions: boolean;
  readonly aborted: boolean;
  readonly timer: boolean;
  readonly connections: boolean;
  readonly metadata: boolean;
};

/** Loads kafkajs, repaired. Must come before any other `require('kafkajs')` of the process. */
export function loadKafkajs(repairs: Repairs): typeof Kafkajs {
  const { version } = require('kafkajs/package.json') as { version: string };
  if (version !== REPAIRED_VERSION) {
    throw new LogError('fatal', `kafkajs ${version} is installed, but the repairs were made for ${REPAIRED_VERSION}.`, {
      remedy: `Install kafkajs ${REPAIRED_VERSION} (npm ci), or check every repair in runtime/log/kafkajs/repairs.ts.`,
    });
  }
  if (repairs.positions) repairPositions();
  if (repairs.aborted) repairAbortedFilter();
  if (repairs.timer) repairTimer();
  if (repairs.connections) repairConnections();
  if (repairs.metadata) repairMetadata();
  return require('kafkajs') as typeof Kafkajs;
}

type DecodedRecord = { offset: string; batchContext: BatchContext } & Record<string, unknown>;
type BatchContext = {
  firstOffset: string;
  lastOffsetDelta: number;
  producerId: string;
  inTransaction: boolean;
  isControlBatch: boolean;
};
type Decoder = {
  readInt32(): number;
  readBytes(size: number): Buffer;
  canReadBytes(size: number): boolean;
};

/**
 * A. Position from the last record. The cleaner keeps a producer's last batch without its records (KAFKA-5793's
 * RETAIN_EMPTY) and leaves holes at the end of batches; kafkajs takes its position from the last record it saw, so it
 * asks for the same offset for ever, or crawls. A placeholder control record at the end of such a batch carries the
 * position; kafkajs counts control records but delivers none. Appending one by one also lets a batch of 150,000
 * records through, which kafkajs spreads over an argument list (RangeError).
 */
function repairPositions(): void {
  const recordBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
    decoder: Decoder,
  ) => Promise<BatchContext & { records: DecodedRecord[] }>;
  const DecoderClass = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder;
  const RECORD_BATCH_OVERHEAD = 49;

  replaceModule('kafkajs/src/protocol/requests/fetch/v4/decodeMessages', async (decoder: Decoder) => {
    const size = decoder.readInt32();
    const records: DecodedRecord[] = [];
    if (size <= 0 || !decoder.canReadBytes(size)) return records;
    const batches = new DecoderClass(decoder.readBytes(size));
    while (batches.canReadBytes(RECORD_BATCH_OVERHEAD)) {
      let batch: BatchContext & { records: DecodedRecord[] };
      try {
        batch = await recordBatch(batches);
      } catch (error) {
        if ((error as Error).name === 'KafkaJSPartialMessageError') break;
        throw error;
      }
      for (const record of batch.records) records.push(record);
      const lastOffset = String(BigInt(batch.firstOffset) + BigInt(batch.lastOffsetDelta));
      if (batch.records.at(-1)?.offset !== lastOffset) records.push(placeholder(batch, lastOffset));
    }
    return records;
  });
}

function placeholder(batch: BatchContext, offset: string): DecodedRecord {
  return {
    magicByte: 2,
    attributes: 0,
    timestamp: '0',
    offset,
    key: null,
    value: null,
    headers: {},
    isControlRecord: true,
    batchContext: batch,
  };
}

type AbortedFilterInput = {
  messages: (DecodedRecord & { key: Buffer | null })[];
  abortedTransactions?: { producerId: string; firstOffset: string }[];
};

/**
 * B. Aborted records delivered. The broker lists aborted transactions by their end (TransactionIndex), kafkajs reads
 * the list as ordered by first offset and takes one entry a record, so overlapping ones leak; and it takes any record
 * whose key is four zero bytes for an abort marker.
 */
function repairAbortedFilter(): void {
  replaceModule('kafkajs/src/consumer/filterAbortedMessages', (input: AbortedFilterInput) => {
    const { messages, abortedTransactions } = input;
    if (!abortedTransactions?.length) return messages;
    const waiting = [...abortedTransactions].sort((a, b) => (BigInt(a.firstOffset) < BigInt(b.firstOffset) ? -1 : 1));
    const open = new Set<string>();
    return messages.filter(message => {
      while (waiting[0] && BigInt(waiting[0].firstOffset) <= BigInt(message.offset)) {
        open.add((waiting.shift() as { producerId: string }).producerId);
      }
      const { producerId, inTransaction, isControlBatch } = message.batchContext;
      if (isControlBatch) {
        if (message.key !== null && message.key.readInt16BE(2) === 0) open.delete(producerId);
        return true;
      }
      return !(inTransaction && open.has(producerId));
    });
  });
}

type RequestQueue = {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  throttledUntil: number;
  pending: unknown[];
  checkPendingRequests(): void;
};

/**
 * C. A timer for nothing. kafkajs arms a timer of a negative delay on every response, also when nothing waits, which
 * then arms itself again every millisecond (18 % of a core for 48 producers, and Node's TimeoutNegativeWarning).
 */
function repairTimer(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: Record<string, unknown> };
  prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const delay = Math.max(this.throttledUntil - Date.now(), 10);
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, delay);
  };
}

type Connection = {
  socket?: { destroy(error: Error): void };
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  connecting?: Promise<unknown> | null;
  isConnected(): boolean;
};

const LENGTH_PREFIX_BYTES = 4;

/**
 * H. Connections that never recover. Half an answer of a connection that broke is kept, and put before the answers of
 * the next one, which from then on all time out. A request that timed out leaves its connection in use, so that a
 * broker that hangs is asked again and again. And requests that find it closed open a socket each, of which all but the
 * last stay open for good. Here a new connection starts with nothing, a time-out ends it, and all wait for one connect.
 */
function repairConnections(): void {
  const { prototype } = require('kafkajs/src/network/connection') as {
    prototype: { connect(): Promise<unknown>; send(exchange: unknown): Promise<unknown> };
  };
  const { connect, send } = prototype;
  prototype.connect = function connectOnce(this: Connection): Promise<unknown> {
    if (this.isConnected()) return connect.call(this);
    if (this.connecting) return this.connecting;
    this.chunks = [];
    this.bytesBuffered = 0;
    this.bytesNeeded = LENGTH_PREFIX_BYTES;
    this.connecting = connect.call(this).finally(() => {
      this.connecting = null;
    });
    return this.connecting;
  };
  prototype.send = async function sendOrGiveUp(this: Connection, exchange: unknown): Promise<unknown> {
    const { socket } = this;
    try {
      return await send.call(this, exchange);
    } catch (error) {
      if ((error as Error).name === 'KafkaJSRequestTimeoutError' && this.socket === socket) {
        socket?.destroy(error as Error);
      }
      throw error;
    }
  };
}

/**
 * I. Metadata of every topic. An empty list of topics is written as null, which asks for all of them; and one topic of
 * the cluster without a leader, whoever's it is, then fails the answer, and with it every connect and refresh.
 */
function repairMetadata(): void {
  type Writer = { writeArray(list: string[]): Writer; writeBoolean(value: boolean): Writer };
  const Encoder = require('kafkajs/src/protocol/encoder') as new () => Writer;
  replaceModule(
    'kafkajs/src/protocol/requests/metadata/v6/request',
    (asked: { topics: string[]; allowAutoTopicCreation?: boolean }) => ({
      apiKey: 3,
      apiVersion: 6,
      apiName: 'Metadata',
      encode: async () => new Encoder().writeArray(asked.topics).writeBoolean(asked.allowAutoTopicCreation ?? true),
    }),
  );
}

function replaceModule(path: string, exported: unknown): void {
  const id = require.resolve(path);
  require.cache[id] = Object.assign(new (require('node:module') as typeof import('node:module')).Module(id), {
    filename: id,
    loaded: true,
    exports: exported,
  });
}
