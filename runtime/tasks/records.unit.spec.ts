import { describe, expect, it } from 'vitest';
import { eventHeaders, traceparent } from './records.ts';
import { stampOf } from './testing/given.ts';

const text = (headers: ReturnType<typeof eventHeaders>) =>
  Object.fromEntries(headers.map(([name, value]) => [name, String(value)]));

describe('the headers of a record', () => {
  it('say what happened, why, and in which trace', () => {
    const event = stampOf({
      id: 'orders/o-1/2',
      type: 'longplay.order.placed',
      causes: ['x', 'y'],
      correlationId: 'o-1',
    });
    expect(text(eventHeaders(event, '/p/orders', 'o-1'))).toEqual({
      ce_specversion: '1.0',
      ce_id: 'orders/o-1/2',
      ce_type: 'longplay.order.placed',
      ce_source: '/p/orders',
      ce_time: '2026-01-01T00:00:00.000Z',
      ce_subject: 'o-1',
      ce_correlationid: 'o-1',
      ce_causationid: 'y',
      'content-type': 'application/avro',
      traceparent: traceparent(event),
    });
  });
});

describe('the trace context', () => {
  it('has the form of version 00, sampled', () => {
    expect(traceparent({ id: 'e', correlationId: 'c' })).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('is one trace per story, one span per event, and the same each time', () => {
    const parts = (id: string, correlationId: string) => traceparent({ id, correlationId }).split('-').slice(1, 3);
    const [trace, span] = parts('e1', 'story');
    expect(parts('e1', 'story')).toEqual([trace, span]);
    expect(parts('e2', 'story')[0]).toBe(trace);
    expect(parts('e2', 'story')[1]).not.toBe(span);
    expect(parts('e1', 'other')[0]).not.toBe(trace);
  });

  it('is what anybody can compute from the two ids', () => {
    // printf story | sha256sum, printf e1 | sha256sum
    expect(traceparent({ id: '', correlationId: '' })).toBe('00-e3b0c44298fc1c149afbf4c8996fb924-e3b0c44298fc1c14-01');
  });
});
