import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * The two requests that bringing a broker up takes, by hand: only runtime/log/kafkajs/ may import the client, and its
 * retries would blur what a single probe says. https://kafka.apache.org/protocol#protocol_messages
 */

const metadata = { key: 3, version: 1 };
/** From version 4 a replication factor of -1 is the broker's default (KIP-464). */
const createTopics = { key: 19, version: 4 };
const topicAlreadyExists = 36;

/** How many brokers are ready for clients; a broker that is still starting, or is fenced, is not among them. */
export async function countBrokers(host: string, port: number): Promise<number> {
  const noTopics = int32(0);
  return (await request(host, port, metadata, noTopics, 2_000)).readInt32BE(0);
}

export type NewTopic = { readonly name: string; readonly config: Readonly<Record<string, string>> };

/** Creates topics of one partition; one that exists is left as it is. */
export async function ensureTopics(host: string, port: number, topics: readonly NewTopic[]): Promise<void> {
  const described = topics.map(({ name, config }) =>
    Buffer.concat([
      string(name),
      int32(1),
      int16(-1),
      int32(0),
      array(Object.entries(config).map(([key, value]) => Buffer.concat([string(key), string(value)]))),
    ]),
  );
  const answer = await request(
    host,
    port,
    createTopics,
    Buffer.concat([array(described), int32(30_000), Buffer.from([0])]),
    35_000,
  );
  for (const { name, error } of topicErrors(answer)) {
    if (error !== 0 && error !== topicAlreadyExists) throw new Error(`Kafka refused to create ${name}: error ${error}`);
  }
}

function topicErrors(answer: Buffer): { name: string; error: number }[] {
  const throttleTime = 4;
  let at = throttleTime + 4;
  return Array.from({ length: answer.readInt32BE(throttleTime) }, () => {
    const nameEnd = at + 2 + answer.readInt16BE(at);
    const result = { name: answer.toString('utf8', at + 2, nameEnd), error: answer.readInt16BE(nameEnd) };
    const messageLength = answer.readInt16BE(nameEnd + 2);
    at = nameEnd + 4 + Math.max(messageLength, 0);
    return result;
  });
}

/** One connection, one request; the body of the answer. */
async function request(
  host: string,
  port: number,
  api: { key: number; version: number },
  body: Buffer,
  limit: number,
): Promise<Buffer> {
  const correlation = int32(1);
  const message = Buffer.concat([int16(api.key), int16(api.version), correlation, string('longplay-stack'), body]);
  const socket = connect({ host, port });
  socket.setTimeout(limit, () => socket.destroy(new Error('the broker did not answer')));
  try {
    await once(socket, 'connect');
    socket.write(Buffer.concat([int32(message.length), message]));
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer]);
      if (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) return received.subarray(8);
    }
    throw new Error('the broker closed the connection');
  } finally {
    socket.destroy();
  }
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([int16(bytes.length), bytes]);
}

function array(items: readonly Buffer[]): Buffer {
  return Buffer.concat([int32(items.length), ...items]);
}
