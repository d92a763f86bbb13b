import { Agent as PlainAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, millisToHrTime } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { seldom } from '../seldom.ts';
import { within } from '../within.ts';
import type { SpanPlace } from './ids.ts';
import { sampler } from './sampling.ts';
import { MOST_LINKS, type Span, type Tracing } from './span.ts';

export type ExporterOptions = {
  /** Where spans are posted to, whole: with /v1/traces. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Which process this is: service.name and the like. */
  readonly resource: Readonly<Record<string, string>>;
  /** Share of the traces that are kept, 0 to 1. Default 1. The same ones in every process. */
  readonly ratio?: number;
  readonly version: string;
  readonly logger: Logger;
  /** Left out: nobody learns how many were dropped. */
  readonly metrics?: Metrics | undefined;
  /** How long the collector may take for one batch, ms. Default 10,000. Longer: more is dropped while it hangs. */
  readonly timeout?: number;
  /** How long a batch waits for more, ms. Default 1,000. Shorter: more calls; longer: a trace is seen later. */
  readonly delay?: number;
  /** Spans that wait at most; more are dropped. Default 8,192, some 10 MB. */
  readonly mostWaiting?: number;
};

export type Exporter = Tracing & {
  /** Sends what waits, for so long at most, ms (default 5,000); then the rest is dropped. Never fails. */
  close(patience?: number): Promise<void>;
};

/** A collector that is away fails every batch alike. */
const SAID_AGAIN_MS = 60_000;
const BATCH = 1_024;
const LAST_MS = 5_000;

/**
 * Spans to an OpenTelemetry collector, over HTTP, in batches and in the background. One that is slow, broken or away
 * delays nothing and fails nothing: what does not fit is dropped and counted.
 */
export function createExporter(options: ExporterOptions): Exporter {
  const { url, headers = {}, logger, metrics, version, timeout = 10_000, delay = 1_000, mostWaiting = 8_192 } = options;
  const keeps = sampler(options.ratio ?? 1);
  const about = { resource: resourceFromAttributes(options.resource), scope: { name: 'longplay', version } };
  const toTell = seldom(SAID_AGAIN_MS);
  const agent = new (url.startsWith('https:') ? TlsAgent : PlainAgent)({ keepAlive: true });
  const sender = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: timeout,
    httpAgentOptions: () => agent,
  });
  let waiting = 0;
  let closed = false;

  const count = (result: 'exported' | 'failed' | 'dropped', many: number): void => {
    if (many > 0) metrics?.count('longplay_trace_spans_total', { result }, many);
  };
  const complain = (kind: string, text: string): void => {
    const more = toTell(kind);
    if (more !== null) logger.warn({ part: 'tracing', ...(more > 0 && { more }) }, text);
  };

  const counted: SpanExporter = {
    export: (spans, done) => {
      waiting -= spans.length;
      sender.export(spans, ({ code, error }: ExportResult) => {
        const went = code === ExportResultCode.SUCCESS;
        count(went ? 'exported' : 'failed', spans.length);
        if (!went) complain('failed', `Spans could not be exported (${reasonOf(error)}); nothing else is affected.`);
        // It is told and counted; the processor would only say it once more.
        done({ code: ExportResultCode.SUCCESS });
      });
    },
    shutdown: () => sender.shutdown(),
  };
  const processor = new BatchSpanProcessor({
    exporter: counted,
    maxQueueSize: mostWaiting,
    maxExportBatchSize: Math.min(BATCH, mostWaiting),
    scheduledDelayMillis: delay,
    exportTimeoutMillis: timeout + 5_000,
  });

  return {
    keeps,
    emit: spans => {
      const room = closed ? 0 : Math.max(0, mostWaiting - waiting);
      const taken = room < spans.length ? spans.slice(0, room) : spans;
      if (taken.length < spans.length) {
        count('dropped', spans.length - taken.length);
        complain('dropped', 'Spans are dropped: the collector does not take them as fast as they are made.');
      }
      waiting += taken.length;
      for (const span of taken) processor.onEnd(readable(span, about));
    },
    close: async (patience = LAST_MS) => {
      if (closed) return;
      closed = true;
      await within(processor.shutdown(), patience).catch(() => undefined);
      count('dropped', waiting);
      agent.destroy();
    },
  };
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

type About = { readonly resource: Resource; readonly scope: { readonly name: string; readonly version: string } };

const contextOf = ({ traceId, spanId }: SpanPlace, isRemote = false) => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
  isRemote,
});

/** A span that is over needs no tracer, which would give it an id of its own; the SDK's processor takes any such object. */
function readable(span: Span, { resource, scope }: About): ReadableSpan {
  const { start, end, parentId, error, links } = span;
  const own = contextOf(span);
  return {
    name: span.name,
    kind: kinds[span.kind],
    spanContext: () => own,
    ...(parentId !== null && { parentSpanContext: contextOf({ traceId: span.traceId, spanId: parentId }) }),
    startTime: millisToHrTime(start),
    endTime: millisToHrTime(Math.max(start, end)),
    duration: millisToHrTime(Math.max(0, end - start)),
    status: error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes: { ...span.attributes },
    links: links.slice(0, MOST_LINKS).map(place => ({ context: contextOf(place, true) })),
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: Math.max(0, links.length - MOST_LINKS),
  };
}

/** What a collector answers in words may be anything; its status is enough. */
function reasonOf(error: (Error & { readonly code?: unknown }) | undefined): string {
  if (typeof error?.code === 'number') return `HTTP ${error.code}`;
  if (typeof error?.code === 'string') return error.code;
  return error?.message.slice(0, 100) || 'no answer';
}
