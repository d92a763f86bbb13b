import { ROOT_CONTEXT } from '@opentelemetry/api';
import { SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';

/**
 * Which traces are kept: by their id alone, which follows from the story's, so that every process keeps the same ones,
 * whole, and asks nobody.
 *
 * @param ratio Share of them, 0 to 1.
 */
export function sampler(ratio: number): (traceId: string) => boolean {
  if (ratio >= 1) return () => true;
  const ours = new TraceIdRatioBasedSampler(ratio);
  return traceId => ours.shouldSample(ROOT_CONTEXT, traceId).decision !== SamplingDecision.NOT_RECORD;
}
