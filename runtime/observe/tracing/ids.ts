import { hash, randomBytes } from 'node:crypto';

/** Where a span is: 32 and 16 hexadecimal digits, as in W3C Trace Context. */
export type SpanPlace = { readonly traceId: string; readonly spanId: string };

/** A story is a trace: whoever knows its correlation id, such as an order's id, knows where to look. */
export const traceIdOf = (correlationId: string): string => hash('sha256', correlationId).slice(0, 32);

/**
 * What happened is a span. Its id follows from its name, so that whoever only knows what led to what he writes can say
 * under which span it hangs, in whichever process that was made (docs/decisions/0101).
 */
export const spanIdOf = (name: string): string => hash('sha256', name).slice(0, 16);

/** What a story begins with, and whatever else somebody asks of it later hangs under. */
export const rootOf = (correlationId: string): string => spanIdOf(`story ${correlationId}`);

/** A processor takes an input: a record's event, an answer, or a deadline. */
export const processingOf = (processor: string, cause: string): string => spanIdOf(`${processor} ${cause}`);

export const anySpanId = (): string => randomBytes(8).toString('hex');
export const anyTraceId = (): string => randomBytes(16).toString('hex');

/** The header `traceparent`, version 00. */
export const traceparentOf = ({ traceId, spanId }: SpanPlace, sampled = true): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

const PATTERN = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-|$)/;

/** What the header says; null where it is missing or is none (https://www.w3.org/TR/trace-context/#traceparent-header). */
export function placeIn(traceparent: unknown): SpanPlace | null {
  if (typeof traceparent !== 'string') return null;
  const [, traceId, spanId] = PATTERN.exec(traceparent) ?? [];
  return traceId === undefined || spanId === undefined ? null : { traceId, spanId };
}
