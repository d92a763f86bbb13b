import type { FastifyInstance, FastifyRequest } from 'fastify';
import { anySpanId, anyTraceId, placeIn, rootOf, type SpanPlace, traceIdOf } from '../runtime/observe/tracing/ids.ts';
import { answeredSpan } from '../runtime/observe/tracing/request-spans.ts';
import type { Tracing } from '../runtime/observe/tracing/span.ts';
import { beginsStory, type Request } from './requests/request.ts';

type Traced = {
  readonly start: number;
  /** What the client says that it is part of. */
  readonly client: SpanPlace | null;
  place: SpanPlace;
  parentId: string | null;
  /** Whether it belongs to the trace of what it asks for, and not to its client's. */
  isStory: boolean;
  /** Of the problem that it is answered with. */
  code: string | null;
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where no traces are made. */
    traced: Traced | null;
  }
}

/**
 * A span of each request. One that puts something on the log belongs to the trace of that story, for good: the client's
 * own `traceparent` is a link there, since of one order many may ask. Any other goes on with its client's trace.
 */
export function traceRequests(app: FastifyInstance, tracing: Tracing | null): void {
  app.decorateRequest('traced', null);
  if (tracing === null) return;
  app.addHook('onRequest', (request, _reply, done) => {
    // Probes, and streams that are open for hours.
    if (request.routeOptions.config.unlimited === true) return done();
    const client = placeIn(request.headers.traceparent);
    const place = { traceId: client?.traceId ?? anyTraceId(), spanId: anySpanId() };
    const parentId = client?.spanId ?? null;
    request.traced = { start: Date.now(), client, place, parentId, isStory: false, code: null };
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (request.traced !== null && reply.statusCode >= 500) request.traced.code = codeIn(payload);
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { traced } = request;
    if (traced !== null && tracing.keeps(traced.place.traceId)) {
      const { start, place, parentId, client, isStory, code } = traced;
      tracing.emit([
        answeredSpan({
          place,
          parentId,
          client: isStory ? client : null,
          method: request.method,
          route: request.routeOptions.url ?? null,
          status: reply.statusCode,
          requestId: request.asked,
          code,
          start,
          end: Date.now(),
        }),
      ]);
    }
    done();
  });
}

/**
 * From here on a request belongs to the story of what it puts on the log. What was sent before under its id has had the
 * story's first span already. Answers in which span it is sent; undefined where no traces are made.
 */
export function traceAs({ traced }: FastifyRequest, sent: Request, again: boolean): string | undefined {
  if (traced == null) return undefined;
  const { correlationId } = sent.value.event;
  const begins = !again && beginsStory(sent);
  const root = rootOf(correlationId);
  traced.place = { traceId: traceIdOf(correlationId), spanId: begins ? root : traced.place.spanId };
  traced.parentId = begins ? null : root;
  traced.isStory = true;
  return traced.place.spanId;
}

/** Of a problem, as it is sent; of anything else none. */
function codeIn(payload: unknown): string | null {
  return typeof payload === 'string' ? (/"code":"(LP_[A-Z_]+)"/.exec(payload)?.[1] ?? null) : null;
}
