import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

/** The requests that a test holds or cuts, by Kafka's API key. */
export const apiKeys = { append: 0, fetch: 1, committed: 9, heartbeat: 12, fence: 22, commit: 26 } as const;

/** What becomes of a request that is about to be written: sent, kept until released, or the connection breaks. */
export type Verdict = 'send' | 'cut-before' | 'cut-after' | Promise<void>;

/** All sockets of one client, with a hand on each: requests go through `judge`, and all can freeze or die together. */
export type Tap = {
  readonly factory: ISocketFactory;
  judge: (apiKey: number) => Verdict;
  freeze(): void;
  thaw(): void;
  /** Breaks every connection and lets none be made again. */
  kill(): void;
};

type Wrapped = { readonly freeze: () => void; readonly thaw: () => void; readonly destroy: () => void };

/**
 * kafkajs writes each request with one call, so that a socket's `write` is the place to stand between client and
 * broker without a proxy (whose address the broker would not advertise).
 */
export function tapSockets(): Tap {
  const sockets = new Set<Wrapped>();
  let frozen = false;
  let dead = false;
  const tap: Tap = {
    judge: () => 'send',
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.freeze();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.thaw();
    },
    kill: () => {
      dead = true;
      for (const socket of sockets) socket.destroy();
    },
    factory: ({ host, port, onConnect }) => {
      if (dead) return neverConnects();
      const socket = connect({ host, port }, onConnect);
      socket.setNoDelay(true);
      socket.setMaxListeners(0);
      const wrapped = wrap(socket, apiKey => tap.judge(apiKey));
      sockets.add(wrapped);
      socket.once('close', () => sockets.delete(wrapped));
      if (frozen) wrapped.freeze();
      return socket;
    },
  };
  return tap;
}

function wrap(socket: Socket, judge: (apiKey: number) => Verdict): Wrapped {
  const write = socket.write.bind(socket) as (bytes: Buffer) => boolean;
  const waiting: Buffer[] = [];
  let frozen = false;
  let held = 0;
  let cutOnAnswer = false;

  const flush = (): void => {
    while (!frozen && held === 0 && waiting.length > 0) send(waiting.shift() as Buffer);
  };
  const send = (bytes: Buffer): void => {
    const verdict = judge(bytes.length < 6 ? -1 : bytes.readInt16BE(4));
    if (verdict === 'cut-before') {
      socket.destroy(new Error('cut before the request'));
      return;
    }
    if (verdict === 'cut-after') cutOnAnswer = true;
    if (verdict instanceof Promise) {
      held++;
      void verdict.then(() => {
        held--;
        write(bytes);
        flush();
      });
      return;
    }
    write(bytes);
  };
  const emit = socket.emit.bind(socket);
  socket.emit = ((event: string, ...args: unknown[]) => {
    if (event === 'data' && cutOnAnswer) {
      socket.destroy(new Error('cut before the answer'));
      return true;
    }
    return emit(event, ...args);
  }) as typeof socket.emit;
  socket.write = ((bytes: Buffer) => {
    waiting.push(bytes);
    flush();
    return true;
  }) as typeof socket.write;
  return {
    freeze: () => {
      frozen = true;
      socket.pause();
    },
    thaw: () => {
      frozen = false;
      socket.resume();
      flush();
    },
    destroy: () => socket.destroy(),
  };
}

/** A socket to nowhere: kafkajs waits for its connection until its own timeout. */
function neverConnects(): Socket {
  const nowhere = new EventEmitter() as unknown as Socket;
  return Object.assign(nowhere, {
    write: () => true,
    end: () => nowhere,
    destroy: () => nowhere,
    unref: () => nowhere,
    setKeepAlive: () => nowhere,
    setNoDelay: () => nowhere,
    setTimeout: () => nowhere,
  });
}
