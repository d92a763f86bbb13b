import type { AppliedSeen } from '../../projector/worker.ts';
import type { CommittedSeen } from '../../tasks/seen.ts';
import { appliedSpans } from './applied-spans.ts';
import { committedSpans } from './committed-spans.ts';
import { placeIn } from './ids.ts';
import { headerOf } from './records.ts';
import { type SentSeen, sentSpans } from './request-spans.ts';
import type { Tracing } from './span.ts';

/** Spans of what tasks have committed. */
export const tellCommitted =
  (tracing: Tracing) =>
  (seen: CommittedSeen): void =>
    tracing.emit(committedSpans(seen, tracing.keeps));

/** Spans of requests that were put on the log. */
export const tellSent =
  (tracing: Tracing) =>
  (seen: SentSeen): void => {
    const place = placeIn(headerOf(seen.record.headers, 'traceparent'));
    if (place !== null && tracing.keeps(place.traceId)) tracing.emit(sentSpans(seen));
  };

/** Spans of batches that were written to read models. */
export const tellApplied =
  (tracing: Tracing) =>
  (seen: AppliedSeen): void =>
    tracing.emit(appliedSpans(seen, tracing.keeps, Date.now()));
