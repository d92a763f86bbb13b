import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

export type EndConnectionsOptions = {
  /** How long a stop leaves a connection open on which nothing was asked, or half of a line, ms. Default 1,000. */
  readonly silent?: number;
  /** The same where the head of a request has arrived, and its body has not, ms. Default 5,000. */
  readonly arriving?: number;
  /**
   * The same where a request has arrived whole, ms: its answer takes so long, or its client does not take it. Default
   * 30,000. Longer than LONGPLAY_STOP_TIMEOUT: the process is killed before, and with it what would be stopped next.
   */
  readonly answering?: number;
};

/** How often, while it stops, connections are looked at, ms. */
const LOOK_EVERY_MS = 250;

/**
 * Ends all connections in time when the app closes. Node waits for those that it does not take to be idle, and gives up
 * its own timeouts while it does: for one that was opened ahead, as browsers and fetch do, and never used
 * (https://github.com/nodejs/node/issues/63452); for half a request; and for one that is kept alive by the answer to
 * what was under way, until its client has let go of it.
 */
export function endConnections(app: FastifyInstance, options: EndConnectionsOptions = {}): void {
  const { silent = 1_000, arriving = 5_000, answering = 30_000 } = options;
  const open = new Map<Socket, Set<ServerResponse>>();
  const { server } = app;
  server.on('connection', (socket: Socket) => {
    open.set(socket, new Set());
    socket.once('close', () => open.delete(socket));
  });
  // Before the app is asked, which may answer at once.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const underWay = open.get(socket);
    underWay?.add(response);
    response.once('close', () => underWay?.delete(response));
  });

  const patienceWith = (underWay: ReadonlySet<ServerResponse>): number => {
    if (underWay.size === 0) return silent;
    return [...underWay].some(({ req }) => req.complete) ? answering : arriving;
  };

  app.addHook('preClose', async () => {
    if (!server.listening) return;
    for (const response of [...open.values()].flatMap(its => [...its])) {
      // Its client asks nothing more here then, and node ends the connection.
      if (!response.headersSent) response.setHeader('connection', 'close');
    }
    const began = performance.now();
    const looking = setInterval(() => {
      const waited = performance.now() - began;
      let unanswered = 0;
      for (const [socket, underWay] of open) {
        if (waited < patienceWith(underWay)) continue;
        unanswered += underWay.size;
        socket.destroy();
      }
      if (unanswered > 0) app.log.warn({ requests: unanswered }, 'requests were cut off, so that the API can stop');
    }, LOOK_EVERY_MS);
    server.once('close', () => clearInterval(looking));
  });
}
