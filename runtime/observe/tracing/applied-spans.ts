import type { AppliedSeen } from '../../projector/worker.ts';
import { attribute, own } from './attributes.ts';
import { placeIn, type SpanPlace, spanIdOf, traceIdOf } from './ids.ts';
import { headerOf } from './records.ts';
import type { Span } from './span.ts';

/** A batch that was written to a read model: a trace of its own, linked with every event in it. */
export function appliedSpans(seen: AppliedSeen, keeps: (traceId: string) => boolean, end: number): Span[] {
  const { projection, rows, ms, of, generation } = seen;
  const links = of.flatMap((record): SpanPlace[] => {
    const place = placeIn(headerOf(record.headers, 'traceparent'));
    return place !== null && keeps(place.traceId) ? [place] : [];
  });
  const [first] = of;
  if (first === undefined || links.length === 0) return [];
  const name = `${projection}/${generation} applies ${first.topic}/${first.partition}/${first.offset}`;
  return [
    {
      traceId: traceIdOf(name),
      spanId: spanIdOf(name),
      parentId: null,
      name: `${projection} apply`,
      kind: 'consumer',
      start: end - ms,
      end,
      attributes: {
        [own.projection]: projection,
        [own.rows]: rows,
        [attribute.system]: 'kafka',
        [attribute.operation]: 'process',
        [attribute.operationType]: 'process',
        [attribute.destination]: first.topic,
        [attribute.partition]: String(first.partition),
        [attribute.batchCount]: of.length,
        [attribute.dbSystem]: 'postgresql',
      },
      links,
      error: null,
    },
  ];
}
