import type { OutgoingRecord, Position } from '../../log/port.ts';
import { attribute, own } from './attributes.ts';
import { placeIn, rootOf, type SpanPlace } from './ids.ts';
import { headerOf, recordAttributes } from './records.ts';
import type { Span } from './span.ts';

/** A request that was put on the log. */
export type SentSeen = {
  readonly record: OutgoingRecord;
  readonly at: Position;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** Whether a story begins with it, as that of an order does when it is placed. */
  readonly begins: boolean;
  /** The span that has sent it. Left out: nobody’s, such as an import. */
  readonly within?: string | undefined;
};

/** The span that its `traceparent` names; and what its story hangs under, where no span of an API request is that. */
export function sentSpans(seen: SentSeen): Span[] {
  const { record, at, start, end, begins, within } = seen;
  const place = placeIn(headerOf(record.headers, 'traceparent'));
  if (place === null) return [];
  const { traceId } = place;
  const type = headerOf(record.headers, 'ce_type') ?? 'request';
  const correlationId = headerOf(record.headers, 'ce_correlationid') ?? '';
  const root = rootOf(correlationId);
  const about = { [own.correlationId]: correlationId, [own.eventType]: type };
  const common = { traceId, start, end, error: null };
  const begun: Span[] =
    begins && within === undefined
      ? [{ ...common, spanId: root, parentId: null, name: type, kind: 'internal', attributes: about, links: [] }]
      : [];
  const sent: Span = {
    ...common,
    spanId: place.spanId,
    parentId: within ?? root,
    name: `${type} send`,
    kind: 'producer',
    attributes: {
      ...about,
      [attribute.operation]: 'send',
      [attribute.operationType]: 'send',
      ...recordAttributes(at, record.key?.toString('utf8') ?? null, headerOf(record.headers, 'ce_id')),
    },
    links: [],
  };
  return [...begun, sent];
}

export type AnsweredSeen = {
  readonly place: SpanPlace;
  readonly parentId: string | null;
  /** What the client’s own `traceparent` names, where it is not the parent. */
  readonly client: SpanPlace | null;
  readonly method: string;
  /** The pattern; null: there is none. */
  readonly route: string | null;
  readonly status: number;
  readonly requestId: string | null;
  /** The stable code of the problem that it was answered with. */
  readonly code: string | null;
  readonly start: number;
  readonly end: number;
};

/** A request to the API, with the pattern of its route: a path has ids in it, and a query whatever a client likes. */
export function answeredSpan(seen: AnsweredSeen): Span {
  const { place, parentId, client, method, route, status, requestId, code, start, end } = seen;
  // A refusal is the client's error, and no failure of the server (semantic conventions for HTTP server spans).
  const error = status >= 500 ? (code ?? String(status)) : null;
  return {
    ...place,
    parentId,
    name: route === null ? method : `${method} ${route}`,
    kind: 'server',
    start,
    end,
    attributes: {
      [attribute.httpMethod]: method,
      [attribute.httpStatus]: status,
      ...(route !== null && { [attribute.httpRoute]: route }),
      ...(requestId !== null && { [own.requestId]: requestId }),
      ...(error !== null && { [attribute.errorType]: error }),
    },
    links: client === null ? [] : [client],
    error,
  };
}
