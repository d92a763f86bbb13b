import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;

/**
 * Sockets without Nagle's algorithm (RFC 896). kafkajs leaves it on: of two requests that are sent together the second
 * may then wait for the first one's acknowledgement, which would undo what a pipelined transaction gains. (On loopback
 * the difference lies within the noise; it grows with the round trip.)
 */
export const promptSockets: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const name = isIP(host) ? {} : { servername: host };
  const socket = ssl ? connectTls({ host, port, ...name, ...ssl }, onConnect) : connect({ host, port }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  socket.setNoDelay(true);
  // Many requests may wait for one connection while a broker is away, each with listeners of its own; no leak.
  socket.setMaxListeners(0);
  gather(socket);
  return socket;
};

/**
 * What is written in one turn of the event loop goes to the kernel in one call. Requests are small and many, and a call
 * costs more than what is in it: a fifth of a busy process' time went there.
 */
function gather(socket: Socket): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let gathering = false;
  const release = (): void => {
    gathering = false;
    socket.uncork();
  };
  socket.write = (...args: unknown[]) => {
    if (!gathering) {
      gathering = true;
      socket.cork();
      process.nextTick(release);
    }
    return write(...args);
  };
}
