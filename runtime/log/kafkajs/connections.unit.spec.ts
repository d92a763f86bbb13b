import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { promptSockets } from './sockets.ts';
import { ALL, kafkajsWith, type Universe } from './testing/universe.ts';

type Pool = { send(exchange: unknown): Promise<Buffer>; destroy(): Promise<void> };
type OnRequest = (socket: Socket, connection: number, correlationId: number) => void;

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** Something that takes requests as a broker does, and does with each what the test wants. */
async function broker(onRequest: OnRequest): Promise<{ port: number; connections: () => number }> {
  let count = 0;
  const server = createServer(socket => {
    const connection = count++;
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', data => {
      for (let at = 0; at < data.length; at += 4 + data.readInt32BE(at)) {
        onRequest(socket, connection, data.readInt32BE(at + 8));
      }
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise(resolve => server.once('listening', resolve));
  return { port: (server.address() as { port: number }).port, connections: () => count };
}

function answer(socket: Socket, correlationId: number): void {
  const bytes = Buffer.alloc(12);
  bytes.writeInt32BE(8, 0);
  bytes.writeInt32BE(correlationId, 4);
  socket.write(bytes);
}

/** Where no answer comes at all, ms. */
const SOON_MS = 1_000;

/** Most of it is waited for only by a test that fails; one that wants a time-out says when. */
function poolOf({ load }: Universe, port: number, requestTimeout = 10_000): Pool {
  const logger = {
    namespace: () => logger,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const ConnectionPool = load<new (options: unknown) => Pool>('network/connectionPool');
  return new ConnectionPool({
    host: '127.0.0.1',
    port,
    logger,
    socketFactory: promptSockets,
    requestTimeout,
    connectionTimeout: 10_000,
    enforceRequestTimeout: true,
    clientId: 'spec',
  });
}

const ask = (pool: Pool): Promise<string> =>
  pool
    .send({
      request: {
        apiKey: 1,
        apiVersion: 11,
        apiName: 'Fetch',
        encode: async () => ({ buf: Buffer.alloc(4), buffer: Buffer.alloc(4) }),
      },
      response: { decode: async (bytes: Buffer) => ({ bytes }), parse: async ({ bytes }: { bytes: Buffer }) => bytes },
      logResponseError: false,
    })
    .then(
      () => 'answered',
      error => (error as Error).name,
    );

/** Half an answer on the first connection, which then breaks; whole ones on the next. */
const halfAnswer: OnRequest = (socket, connection, correlationId) => {
  if (connection > 0) return answer(socket, correlationId);
  const half = Buffer.alloc(1_000);
  half.writeInt32BE(1024 * 1024, 0);
  half.writeInt32BE(correlationId, 4);
  socket.write(half, () => setTimeout(() => socket.destroy(), 20));
};

const hangingAtFirst: OnRequest = (socket, connection, correlationId) => {
  if (connection > 0) answer(socket, correlationId);
};

describe('repair H, connections', () => {
  it('given a connection that broke in the middle of an answer, then the next one starts with nothing', async () => {
    const { port } = await broker(halfAnswer);
    const pool = poolOf(kafkajsWith(ALL), port);
    expect(await ask(pool)).toBe('KafkaJSConnectionClosedError');
    expect(await ask(pool)).toBe('answered');
  });

  it('without the repair every later answer would be lost', async () => {
    const { port } = await broker(halfAnswer);
    const pool = poolOf(kafkajsWith({ ...ALL, connections: false }), port, SOON_MS);
    await ask(pool);
    expect(await ask(pool)).toBe('KafkaJSRequestTimeoutError');
  });

  it('given a broker that hangs, then the time-out ends the connection, and a new one is made', async () => {
    const { port } = await broker(hangingAtFirst);
    const pool = poolOf(kafkajsWith(ALL), port, SOON_MS);
    expect(await ask(pool)).toBe('KafkaJSRequestTimeoutError');
    await vi.waitFor(async () => expect(await ask(pool)).toBe('answered'));
  });

  it('without the repair it would be asked over the same connection again', async () => {
    const { port, connections } = await broker(hangingAtFirst);
    const pool = poolOf(kafkajsWith({ ...ALL, connections: false }), port, SOON_MS);
    await ask(pool);
    expect(await ask(pool)).toBe('KafkaJSRequestTimeoutError');
    expect(connections()).toBe(1);
  });

  it('given requests that find it closed together, then they share one connection', async () => {
    const { port, connections } = await broker((socket, _, correlationId) => answer(socket, correlationId));
    const pool = poolOf(kafkajsWith(ALL), port);
    expect(await Promise.all([ask(pool), ask(pool), ask(pool)])).toEqual(['answered', 'answered', 'answered']);
    expect(connections()).toBe(1);
  });
});

describe('repair I, metadata', () => {
  type Encoded = { encode(): Promise<{ buffer: Buffer }> };
  const encoded = async ({ load }: Universe): Promise<Buffer> => {
    const request = load<(asked: unknown) => Encoded>('protocol/requests/metadata/v6/request');
    return (await request({ topics: [], allowAutoTopicCreation: false }).encode()).buffer;
  };

  it('given no topics, then none are asked for', async () => {
    expect((await encoded(kafkajsWith(ALL))).readInt32BE(0)).toBe(0);
  });

  it('without the repair all would be', async () => {
    expect((await encoded(kafkajsWith({ ...ALL, metadata: false }))).readInt32BE(0)).toBe(-1);
  });
});
