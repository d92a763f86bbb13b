import type { Values } from './table.ts';

export type TracingSettings = {
  /** Whole; null: no traces are made. */
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Share of the traces that are kept. */
  readonly ratio: number;
};

export function tracingSettings(values: Values): TracingSettings {
  const sampler = values.OTEL_TRACES_SAMPLER.replace('parentbased_', '');
  const ratio = sampler === 'always_on' ? 1 : sampler === 'always_off' ? 0 : values.OTEL_TRACES_SAMPLER_ARG;
  const off = values.OTEL_SDK_DISABLED === 'true' || ratio === 0;
  return {
    url: off ? null : urlOf(values),
    headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: values.OTEL_SERVICE_NAME,
    attributes: values.OTEL_RESOURCE_ATTRIBUTES ?? {},
    ratio,
  };
}

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp */
function urlOf(values: Values): string | null {
  if (values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== null) return values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT.href;
  const base = values.OTEL_EXPORTER_OTLP_ENDPOINT?.href;
  return base === undefined ? null : `${base.replace(/\/+$/, '')}/v1/traces`;
}
