import type { Setting } from './setting.ts';
import { oneOf, pairs, share, text, url } from './values.ts';

/** Where traces go: OpenTelemetry's own names, so that what is set for other programs holds for this one. */
export const tracingTable = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    group: 'Traces',
    schema: url('http', 'https'),
    type: 'URL',
    fallback: null,
    defaultText: 'not set: no traces are made',
    meaning:
      'Base URL of an OpenTelemetry collector, or of a backend that takes OTLP over HTTP as JSON, such as http://localhost:4318; /v1/traces is added to it. Setting it makes traces.',
    otherwise:
      'Where nobody listens, or only gRPC is spoken (4317), nothing arrives: a warning says so now and then, and longplay_trace_spans_total counts it. The shop is not affected.',
    secret: 'password',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    group: 'Traces',
    schema: url('http', 'https'),
    type: 'URL',
    fallback: null,
    defaultText: 'OTEL_EXPORTER_OTLP_ENDPOINT with /v1/traces',
    meaning: 'The whole URL that traces are posted to, where it is another one.',
    otherwise: 'Nothing is added to it: without its path every batch is answered 404.',
    secret: 'password',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    group: 'Traces',
    schema: pairs,
    type: 'name=value, with commas between them; values percent-encoded',
    fallback: null,
    meaning: 'Headers of each batch, such as a key of the backend.',
    otherwise: 'A backend that asks for a key refuses each batch (401).',
    secret: 'value',
  },
  OTEL_SERVICE_NAME: {
    group: 'Traces',
    schema: text,
    type: 'text',
    fallback: 'longplay',
    meaning: 'What traces name this program (`service.name`).',
    otherwise: 'Two installations of one name cannot be told apart.',
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    group: 'Traces',
    schema: pairs,
    type: 'name=value, with commas between them; values percent-encoded',
    fallback: null,
    meaning: 'What else traces say of this process, such as deployment.environment.name=production.',
    otherwise: 'What is set here is sent with every batch: nothing secret belongs into it.',
  },
  OTEL_TRACES_SAMPLER: {
    group: 'Traces',
    schema: oneOf([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ]),
    type: 'always_on, always_off, traceidratio, or one of them with parentbased_ before it',
    fallback: 'parentbased_always_on',
    meaning:
      'Which traces are kept. The trace of an order begins with its request to the API, so parentbased_ makes no difference: what counts is its id, and an order is kept by every process or by none.',
    otherwise:
      'always_on in a busy shop: some hundred spans for each order, of which the collector may not take all; those are dropped and counted.',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    group: 'Traces',
    schema: share,
    type: 'number from 0 to 1',
    fallback: 1,
    meaning: 'Share of the traces that traceidratio keeps.',
    otherwise: 'Different ones in different processes: an order’s trace has gaps.',
  },
  OTEL_SDK_DISABLED: {
    group: 'Traces',
    schema: oneOf(['true', 'false']),
    type: 'true, false',
    fallback: 'false',
    meaning: 'true: no traces are made, whatever else is set.',
    otherwise: 'Left at true after a trial, nothing is traced.',
  },
} as const satisfies Record<string, Setting>;
