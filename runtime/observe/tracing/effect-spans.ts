import type { EffectAnswer } from '../../tasks/definition.ts';
import type { EffectRunner } from '../../tasks/engine.ts';
import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';
import { attribute, own } from './attributes.ts';
import { spanIdOf, traceIdOf, traceparentOf } from './ids.ts';
import type { Span, Tracing } from './span.ts';

type Ran = { readonly start: number; readonly end: number; readonly answer: EffectAnswer };

/** One effect, from its start to its answer, under the fact that has it pending. Its answer's input hangs under it. */
export function effectSpan(effect: PendingEffect, state: FatEvent, { start, end, answer }: Ran): Span {
  const { correlationId, id } = state.event;
  const code = answer.status === 'done' ? null : answer.code;
  const error = answer.status === 'failed' ? answer.code : null;
  return {
    traceId: traceIdOf(correlationId),
    spanId: spanIdOf(`${effect.id}#${effect.attempt}`),
    parentId: spanIdOf(id),
    name: effect.kind,
    kind: 'client',
    start,
    end,
    attributes: {
      [own.correlationId]: correlationId,
      [own.effectKind]: effect.kind,
      [own.effectAttempt]: effect.attempt,
      [own.effectStatus]: answer.status,
      ...(code !== null && { [own.effectCode]: code }),
      ...(error !== null && { [attribute.errorType]: error }),
    },
    links: [],
    error,
  };
}

/** The same runners, each run a span, whose place goes to the provider with the call. What is called off has none. */
export function tracedRunners(
  tracing: Tracing,
  runners: Readonly<Record<string, EffectRunner>>,
  now: () => number = Date.now,
): Readonly<Record<string, EffectRunner>> {
  const traced =
    (runner: EffectRunner): EffectRunner =>
    async (effect, state, signal) => {
      const start = now();
      const tell = (answer: EffectAnswer): void => {
        const span = effectSpan(effect, state, { start, end: now(), answer });
        if (!signal.aborted && tracing.keeps(span.traceId)) tracing.emit([span]);
      };
      const place = {
        traceId: traceIdOf(state.event.correlationId),
        spanId: spanIdOf(`${effect.id}#${effect.attempt}`),
      };
      const told = { ...effect, traceparent: traceparentOf(place, tracing.keeps(place.traceId)) };
      try {
        const answer = await runner(told, state, signal);
        tell(answer);
        return answer;
      } catch (error) {
        tell({ status: 'failed', code: 'gateway-defect' });
        throw error;
      }
    };
  return Object.fromEntries(Object.entries(runners).map(([kind, runner]) => [kind, traced(runner)]));
}
