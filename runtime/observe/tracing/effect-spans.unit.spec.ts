import { describe, expect, it } from 'vitest';
import type { EffectAnswer } from '../../tasks/definition.ts';
import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';
import { tracedRunners } from './effect-spans.ts';
import { spanIdOf, traceIdOf, traceparentOf } from './ids.ts';
import type { Span, Tracing } from './span.ts';

const effect = { id: 'o-1/authorise', kind: 'authorise', attempt: 2 } as PendingEffect;
const state = { event: { id: 'payments/o-1/3', correlationId: 'o-1' } } as FatEvent;
const place = { traceId: traceIdOf('o-1'), spanId: spanIdOf('o-1/authorise#2') };

async function runs(run: (effect: object) => Promise<EffectAnswer>, keeps = true, signal = new AbortController()) {
  const spans: Span[] = [];
  const tracing: Tracing = { keeps: () => keeps, emit: told => void spans.push(...told) };
  let now = 100;
  const runners = tracedRunners(tracing, { authorise: async told => run(told) }, () => (now += 50));
  const answer = await runners.authorise?.(effect, state, signal.signal).catch(error => error);
  return { spans, answer };
}

describe('an effect', () => {
  it('is a span under the fact that has it pending, and the provider learns its place', async () => {
    let told: unknown = null;
    const { spans, answer } = await runs(async given => {
      told = given;
      return { status: 'done', reference: 'secret' };
    });
    expect(answer).toEqual({ status: 'done', reference: 'secret' });
    expect(told).toEqual({ ...effect, traceparent: traceparentOf(place) });
    expect(spans).toMatchObject([
      { ...place, parentId: spanIdOf('payments/o-1/3'), name: 'authorise', kind: 'client', start: 150, end: 200 },
    ]);
    expect(JSON.stringify(spans)).not.toContain('secret');
  });

  it('has failed where nobody knows what became of it, and not where it was refused', async () => {
    const refused = await runs(async () => ({ status: 'refused', code: 'card-declined' }));
    expect(refused.spans).toMatchObject([{ error: null, attributes: { 'longplay.effect.code': 'card-declined' } }]);
    const failed = await runs(async () => ({ status: 'failed', code: 'provider-timeout' }));
    expect(failed.spans).toMatchObject([{ error: 'provider-timeout' }]);
    const broken = await runs(() => Promise.reject(new Error('broken')));
    expect(broken.answer).toEqual(new Error('broken'));
    expect(broken.spans).toMatchObject([{ error: 'gateway-defect' }]);
  });

  it('is none where it was called off, or where its trace is not kept; then the provider is told so', async () => {
    const calledOff = new AbortController();
    calledOff.abort();
    expect((await runs(async () => ({ status: 'done', reference: '' }), true, calledOff)).spans).toEqual([]);
    let told: unknown = null;
    const { spans } = await runs(async given => {
      told = given;
      return { status: 'done', reference: '' };
    }, false);
    expect(spans).toEqual([]);
    expect(told).toMatchObject({ traceparent: traceparentOf(place, false) });
  });
});
