import { describe, expect, it } from 'vitest';
import { traceparent } from '../../tasks/records.ts';
import { placeIn, spanIdOf, traceIdOf, traceparentOf } from './ids.ts';

describe('a traceparent', () => {
  it('names the span of its event', () => {
    const place = placeIn(traceparent({ id: 'orders/o-1/1', correlationId: 'o-1' }));
    expect(place).toEqual({ traceId: traceIdOf('o-1'), spanId: spanIdOf('orders/o-1/1') });
    // As the guide has it: printf o-1 | sha256sum | cut -c1-32
    expect(traceIdOf('o-1')).toBe('5cbdcb742069a5823a0c64b49ce721b0');
  });

  it('is read as W3C has it', () => {
    const place = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
    expect(placeIn(traceparentOf(place))).toEqual(place);
    expect(placeIn(traceparentOf(place, false))).toEqual(place);
    expect(placeIn(`01-${place.traceId}-${place.spanId}-01-later`)).toEqual(place);
    const none = [
      undefined,
      '',
      `ff-${place.traceId}-${place.spanId}-01`,
      `00-${'0'.repeat(32)}-${place.spanId}-01`,
      `00-${place.traceId}-${'0'.repeat(16)}-01`,
      `00-${place.traceId.toUpperCase()}-${place.spanId}-01`,
      `00-${place.traceId}-${place.spanId}`,
      ['00'],
    ];
    expect(none.map(placeIn)).toEqual(none.map(() => null));
  });
});
