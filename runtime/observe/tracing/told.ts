import type { AppliedSeen } from '../../projector/worker.ts';
import type { CommittedSeen } from '../../tasks/seen.ts';
import { appliedSpans } from './applied-spans.ts';
import { committedSpans } from './committed-spans.ts';
import { placeIn } from './ids.ts';
import { headerOf } from './records.ts';
import { type SentSeen, sentSpans } from './request-spans.ts';
import type { Tracing } from './span.ts';

/** Whatever is wrong with a span, what it tells of was done, and goes on. */
const guarded =
  <Seen>(tell: (seen: Seen) => void) =>
  (seen: Seen): void => {
    try {
      tell(seen);
    } catch {}
  };

/** Spans of what tasks have committed. */
export const tellCommitted = (tracing: Tracing) =>
  guarded((seen: CommittedSeen) => tracing.emit(committedSpans(seen, tracing.keeps)));

/** Spans of requests that were put on the log. */
export const tellSent = (tracing: Tracing) =>
  guarded((seen: SentSeen) => {
    const place = placeIn(headerOf(seen.record.headers, 'traceparent'));
    if (place !== null && tracing.keeps(place.traceId)) tracing.emit(sentSpans(seen));
  });

/** Spans of batches that were written to read models. */
export const tellApplied = (tracing: Tracing) =>
  guarded((seen: AppliedSeen) => tracing.emit(appliedSpans(seen, tracing.keeps, Date.now())));
