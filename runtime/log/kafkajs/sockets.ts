import { connect, isIP } from 'node:net';
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
  return socket;
};
