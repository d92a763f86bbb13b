import { describe, expect, it } from 'vitest';
import { bytesReader, bytesWriter } from './bytes.ts';
import type { Broker } from './internals.ts';
import { listOffset, requestsOf } from './list-offsets.ts';

const UNKNOWN_TOPIC = 3;

/** A leader that answers each partition's number a hundredfold, and knows no topic `gone`. */
function leader(): { readonly broker: Broker; readonly asked: string[][] } {
  const asked: string[][] = [];
  const send = async ({ request }: { request: { encode(): Promise<{ buffer: Buffer }> } }): Promise<Buffer> => {
    const reader = bytesReader((await request.encode()).buffer);
    reader.int32();
    const isolation = reader.int8();
    const answer = bytesWriter().int32(0);
    const names: string[] = [];
    const topics = reader.int32();
    answer.int32(topics);
    for (let n = 0; n < topics; n += 1) {
      const topic = reader.string() as string;
      const partitions = reader.array(() => [reader.int32(), reader.int64()] as const);
      answer.string(topic).int32(partitions.length);
      for (const [partition, timestamp] of partitions) {
        names.push(`${topic}[${partition}] at ${timestamp}, ${isolation}`);
        answer.int32(partition).int16(topic === 'gone' ? UNKNOWN_TOPIC : 0);
        answer.int64(-1n).int64(BigInt(partition * 100));
      }
    }
    asked.push(names);
    return answer.done();
  };
  return { broker: { nodeId: 1, connectionPool: { send } } as unknown as Broker, asked };
}

const ends = { timestamp: -1, isolation: 1 } as const;

describe('where partitions end', () => {
  it('is one question to a leader, however many topics are asked about at once', async () => {
    const { broker, asked } = leader();
    const wanted = ['orders', 'payments', 'shipments'].flatMap(topic =>
      [0, 1, 2].map(partition => ({ topic, partition })),
    );
    const found = await Promise.all(wanted.map(one => listOffset(broker, { ...one, ...ends })));
    expect(found).toEqual([0n, 100n, 200n, 0n, 100n, 200n, 0n, 100n, 200n]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('payments[2] at -1, 1');
  });

  it('is told of the others where a topic is not there', async () => {
    const { broker } = leader();
    const [there, gone] = await Promise.allSettled(
      ['orders', 'gone'].map(topic => listOffset(broker, { topic, partition: 1, ...ends })),
    );
    expect(there).toEqual({ status: 'fulfilled', value: 100n });
    expect(gone).toMatchObject({ reason: { kind: 'retriable', message: expect.stringContaining('gone[1]') } });
  });

  it('cannot be told by a leader that is away, of any', async () => {
    const broker = { connectionPool: { send: () => Promise.reject(new Error('away')) } } as unknown as Broker;
    const asked = [0, 1].map(partition => listOffset(broker, { topic: 'orders', partition, ...ends }));
    const all = await Promise.allSettled(asked);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

it('a request has one isolation level, and names a partition once', () => {
  const of = (timestamp: number, isolation: 0 | 1) => ({ topic: 'orders', partition: 0, timestamp, isolation });
  const [start, end, then] = [of(-2, 0), of(-1, 1), of(5, 1)];
  const other = { ...end, partition: 1 };
  expect(requestsOf([start, end, then, other])).toEqual([[start], [end, other], [then]]);
});
