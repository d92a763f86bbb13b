import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Caller } from '../security/caller.ts';
import { streamPlaces } from './stream-places.ts';

export type StreamOptions = {
  /** Streams at the same time; one more is answered 503. Default 1,000: each is a socket and a few kilobytes. */
  readonly most?: number;
  /** Of one customer's key or token; one more is answered 429. Default 20: he alone cannot take the places of all. */
  readonly mostOfCustomer?: number;
  /** Of any other key or token. Default 200: it may stand for many who listen. */
  readonly mostOfClient?: number;
  /** A comment after so much silence, ms, so that nothing on the way takes it for an end. Default 15,000. */
  readonly quietFor?: number;
  /** A stream ends after so long, ms, and its client comes back where it was, maybe to another instance. Default 1 h. */
  readonly longest?: number;
  /**
   * What may wait for a slow client, bytes; where more does and another event comes, it is dropped, and comes back.
   * Default 1 MiB. One event may be larger than that.
   */
  readonly mostBuffered?: number;
  /** How long a client may take for what waits for it, ms, while its past is told. Default 30,000. */
  readonly patience?: number;
};

export type ServerSentEvent = {
  /** What the client sends back as Last-Event-ID. */
  readonly id?: string;
  readonly event?: string;
  /** Sent as JSON. */
  readonly data: unknown;
};

/** One client that listens. */
export type EventStream = {
  /** Aborts when the client is gone, was dropped, or the server stops. */
  readonly signal: AbortSignal;
  send(event: ServerSentEvent): void;
  /** Waits until the client has taken what was sent; one that does not in time is dropped. */
  drained(): Promise<void>;
  /** Whether more waits for the client than the network takes at once. */
  isBehind(): boolean;
  end(): void;
};

/** Kept for one client, from before anything is done for it. */
export type StreamPlace = {
  /**
   * Takes the reply over, and answers 200 at once. Where the client has gone meanwhile, the stream has ended.
   *
   * @throws LP_API_STREAMS_FULL where the server stops
   */
  open(reply: FastifyReply): EventStream;
  /** Ends what is still open. */
  release(): void;
};

export type EventStreams = {
  /** @throws LP_API_STREAMS_FULL, LP_API_STREAMS_TOO_MANY */
  take(caller: Caller): StreamPlace;
  count(): number;
};

/** A client that lost its stream comes back after this, ms. */
const RETRY_MS = 1_000;
/** What was sent last has so long to get through, ms; then the connection is cut. */
const GOODBYE_MS = 1_000;

/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), tied to the life of the app. */
export function eventStreams(app: FastifyInstance, options: StreamOptions = {}): EventStreams {
  const { quietFor = 15_000, longest = 3_600_000, mostBuffered = 1_048_576, patience = 30_000 } = options;
  const open = new Set<AbortController>();
  const places = streamPlaces(options);
  // A stream would hold the stop up for as long as its client likes.
  app.addHook('preClose', async () => {
    places.close();
    for (const one of open) one.abort();
  });

  const opened = (reply: FastifyReply): EventStream => {
    const closing = new AbortController();
    const { raw } = reply;
    open.add(closing);
    reply.hijack();
    let ended = false;
    const finish = (kept: boolean): void => {
      if (ended) return;
      ended = true;
      open.delete(closing);
      clearInterval(beat);
      clearTimeout(enough);
      closing.abort();
      if (kept) endInTime(raw);
      // One that does not read would never get to the end.
      else raw.destroy();
    };
    const end = (): void => finish(true);
    const drop = (): void => finish(false);
    const write = (text: string): void => {
      if (ended) return;
      // Asked before, since one event may be larger than all that may wait.
      if (raw.writableLength > mostBuffered) drop();
      else raw.write(text);
      wrote = true;
    };
    let wrote = false;
    const beat = setInterval(() => {
      if (!wrote) write(':\n\n');
      wrote = false;
    }, quietFor);
    const enough = setTimeout(end, longest);
    closing.signal.addEventListener('abort', end);
    raw.on('close', end);
    // What hooks have set, such as who may read this from another site, is not sent with a reply that was taken over.
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Kept open for another request, it would hold a stop up until it times out.
      connection: 'close',
      // nginx would hold events back until they fill a page.
      'x-accel-buffering': 'no',
    });
    write(`retry: ${RETRY_MS}\n\n`);
    // Who went away before has been told of already, and never will be again.
    if (raw.destroyed) drop();

    return {
      signal: closing.signal,
      send: ({ id, event, data }) => {
        const head = `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}`;
        write(`${head}data: ${JSON.stringify(data)}\n\n`);
      },
      isBehind: () => raw.writableNeedDrain,
      drained: async () => {
        if (ended || !raw.writableNeedDrain) return;
        const { promise, resolve } = Promise.withResolvers<void>();
        const late = setTimeout(drop, patience);
        const done = () => resolve();
        raw.once('drain', done);
        closing.signal.addEventListener('abort', done, { once: true });
        await promise;
        clearTimeout(late);
        raw.off('drain', done);
        closing.signal.removeEventListener('abort', done);
      },
      end,
    };
  };

  return {
    count: places.count,
    take: caller => {
      const release = places.take(caller);
      let stream: EventStream | null = null;
      return {
        open: reply => {
          places.checkOpen();
          stream = opened(reply);
          stream.signal.addEventListener('abort', release);
          if (stream.signal.aborted) release();
          return stream;
        },
        release: () => {
          stream?.end();
          release();
        },
      };
    },
  };
}

/** A client that has stopped reading would keep its connection for ever. */
function endInTime(raw: FastifyReply['raw']): void {
  raw.end();
  if (raw.destroyed) return;
  const late = setTimeout(() => raw.destroy(), GOODBYE_MS).unref();
  raw.once('close', () => clearTimeout(late));
}
