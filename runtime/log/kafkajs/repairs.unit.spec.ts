import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type BatchProducer, encodeRecordBatch } from './batch-encode.ts';
import { ALL, kafkajsWith, NONE, type Universe } from './testing/universe.ts';

type Decoded = { offset: string; value: Buffer | null; isControlRecord: boolean };
type Batch = { isEmpty(): boolean; lastOffset(): string; messages: { value: Buffer | null }[] };

const producer: BatchProducer = { id: 9n, epoch: 0, sequence: 0, transactional: false };
const record = (value: string) => ({ topic: 't', key: Buffer.from('k'), value: Buffer.from(value) });

/** A partition's records as a fetch answer carries them. */
function fetched({ load }: Universe, batch: Buffer): Promise<Decoded[]> {
  const size = Buffer.alloc(4);
  size.writeInt32BE(batch.length);
  const Decoder = load<new (bytes: Buffer) => unknown>('protocol/decoder');
  const decode = load<(decoder: unknown) => Promise<Decoded[]>>('protocol/requests/fetch/v4/decodeMessages');
  return decode(new Decoder(Buffer.concat([size, batch])));
}

function consumed({ load }: Universe, messages: Decoded[], fetchedOffset: string): Batch {
  const BatchClass = load<new (topic: string, offset: string, data: unknown) => Batch>('consumer/batch');
  return new BatchClass('t', fetchedOffset, { partition: 0, highWatermark: '100', abortedTransactions: [], messages });
}

/** The same batch with a longer offset range, as the cleaner leaves it. */
function holed(batch: Buffer, range: number): Buffer {
  batch.writeInt32BE(range - 1, 23);
  return batch;
}

describe('repair A, positions', () => {
  const empty = () => holed(encodeRecordBatch([], producer, 5), 5);

  it('given a batch that the cleaner emptied, then kafkajs moves past it', async () => {
    const universe = kafkajsWith(ALL);
    const batch = consumed(universe, await fetched(universe, empty()), '0');
    expect(batch.messages).toEqual([]);
    expect(batch.lastOffset()).toBe('4');
  });

  it('without the repair it would ask for the same offset again', async () => {
    const universe = kafkajsWith({ ...ALL, positions: false });
    expect(await fetched(universe, empty())).toEqual([]);
  });

  it('given a hole at the end of a batch, then kafkajs moves past it in one step', async () => {
    const universe = kafkajsWith(ALL);
    const batch = consumed(
      universe,
      await fetched(universe, holed(encodeRecordBatch([record('v')], producer, 5), 8)),
      '0',
    );
    expect(batch.messages.map(({ value }) => String(value))).toEqual(['v']);
    expect(batch.lastOffset()).toBe('7');
  });

  it('without the repair it would stop at the last record', async () => {
    const universe = kafkajsWith({ ...ALL, positions: false });
    const batch = consumed(
      universe,
      await fetched(universe, holed(encodeRecordBatch([record('v')], producer, 5), 8)),
      '0',
    );
    expect(batch.lastOffset()).toBe('0');
  });

  const large = () =>
    encodeRecordBatch(
      Array.from({ length: 150_000 }, () => record('v')),
      producer,
      5,
    );

  it('given a batch of 150,000 records, then it is read', async () => {
    expect(await fetched(kafkajsWith(ALL), large())).toHaveLength(150_000);
  });

  it('without the repair it would be a RangeError', async () => {
    await expect(fetched(kafkajsWith({ ...ALL, positions: false }), large())).rejects.toThrow(RangeError);
  });
});

describe('repair B, aborted records', () => {
  type Message = { key: Buffer | null; offset: string; batchContext: Record<string, unknown> };
  const data = (producerId: string, offset: string, key: Buffer | null = null): Message => ({
    key,
    offset,
    batchContext: { producerId, inTransaction: true, isControlBatch: false },
  });
  const abort = (producerId: string, offset: string): Message => ({
    key: Buffer.from([0, 0, 0, 0]),
    offset,
    batchContext: { producerId, inTransaction: true, isControlBatch: true },
  });
  const visible = (universe: Universe, messages: Message[], aborted: { producerId: string; firstOffset: string }[]) =>
    universe
      .load<(input: unknown) => Message[]>('consumer/filterAbortedMessages')({ messages, abortedTransactions: aborted })
      .filter(message => !message.batchContext.isControlBatch)
      .map(message => message.offset);

  const overlapping = [data('1', '0'), data('2', '1'), abort('2', '2'), data('1', '3'), abort('1', '4')];
  const listedByEnd = [
    { producerId: '2', firstOffset: '1' },
    { producerId: '1', firstOffset: '0' },
  ];
  const zeroKey = [data('1', '0', Buffer.alloc(4)), data('1', '1'), abort('1', '2')];

  it('given two overlapping aborted transactions, then neither is seen', () => {
    expect(visible(kafkajsWith(ALL), overlapping, listedByEnd)).toEqual([]);
  });

  it('without the repair records of one would be delivered', () => {
    expect(visible(kafkajsWith({ ...ALL, aborted: false }), overlapping, listedByEnd)).not.toEqual([]);
  });

  it('given a key of four zero bytes in an aborted transaction, then the rest of it stays hidden', () => {
    expect(visible(kafkajsWith(ALL), zeroKey, [{ producerId: '1', firstOffset: '0' }])).toEqual([]);
  });

  it('without the repair that key would end the transaction', () => {
    const universe = kafkajsWith({ ...ALL, aborted: false });
    expect(visible(universe, zeroKey, [{ producerId: '1', firstOffset: '0' }])).not.toEqual([]);
  });
});

describe('repair C, the timer', () => {
  const MANY = 20;

  /** How often an idle connection's queue looked for pending requests after one answer, within ms, or until it were many. */
  async function looks({ load }: Universe, within: number): Promise<number> {
    const Queue = load<new (options: unknown) => Record<string, () => void>>('network/requestQueue');
    const queue = new Queue({ logger: { debug: () => undefined }, requestTimeout: 1_000 });
    let count = 0;
    const look = queue.checkPendingRequests as () => void;
    queue.checkPendingRequests = function counted(this: unknown) {
      count++;
      look.call(this);
    };
    queue.checkPendingRequests();
    for (const end = Date.now() + within; Date.now() < end && count <= MANY; ) await sleep(10);
    (queue.destroy as () => void)();
    return count;
  }

  it('given an idle connection, then nothing runs', async () => {
    expect(await looks(kafkajsWith(ALL), 500)).toBe(1);
  });

  it('without the repair it would look hundreds of times a second', async () => {
    expect(await looks(kafkajsWith({ ...ALL, timer: false }), 10_000)).toBeGreaterThan(MANY);
  });
});

describe('loading', () => {
  it('leaves kafkajs as it is where no repair is asked for', () => {
    const { load } = kafkajsWith(NONE);
    expect(String(load('consumer/filterAbortedMessages'))).toContain('isAbortMarker');
  });
});
