import type { HospitalCase } from '../../hospital/case.ts';
import type { OutgoingRecord, Position } from '../../log/port.ts';
import type { Values } from '../../tasks/definition.ts';
import { isReadable, type KeyedCause } from '../../tasks/items.ts';
import type { CommittedSeen } from '../../tasks/seen.ts';
import { attribute, own } from './attributes.ts';
import { placeIn, processingOf, rootOf, type SpanPlace, spanIdOf, traceIdOf } from './ids.ts';
import { headerOf, recordAttributes } from './records.ts';
import type { Span } from './span.ts';

type Cause = KeyedCause<Values>;
type Output = SpanPlace & {
  readonly record: OutgoingRecord;
  readonly at: Position;
  readonly causes: readonly string[];
  /** Of the hospital: what was not processed has no such span. */
  readonly ofCase: HospitalCase | null;
};

/**
 * What a committed transaction comes to: a span for each input that has led to something, one for each record that was
 * written, under the input that it was decided from, one for each input that failed, and one for the transaction itself,
 * in a trace of its own that is linked with all of them. Pure. An input that changed nothing makes no span: each fact is
 * read by many, and most of them only take note.
 */
export function committedSpans(seen: CommittedSeen, keeps: (traceId: string) => boolean): Span[] {
  const outputs = outputsOf(seen).filter(({ traceId }) => keeps(traceId));
  const failures = seen.step.cases.flatMap(({ value }) => (value === null ? [] : failureOf(seen, value)));
  const failed = failures.filter(({ traceId }) => keeps(traceId));
  if (outputs.length === 0 && failed.length === 0) return [];
  const batch = batchPlace(seen);
  const causes = new Map(seen.items.filter(isReadable).map(one => [one.cause.id, one]));
  const led = new Set(outputs.flatMap(({ ofCase, causes }) => (ofCase === null ? causes : [])));
  const processing = [...led].flatMap(id => {
    const one = causes.get(id);
    return one === undefined || !keeps(traceIdOf(one.cause.correlationId)) ? [] : [processed(seen, one, batch)];
  });
  const written = outputs.map(output => wrote(seen, output, causes));
  return [...processing, ...written, ...failed, batchSpan(seen, batch, [...written, ...failed])];
}

function outputsOf({ step, written }: CommittedSeen): Output[] {
  const folded = new Map([...step.states.values()].map(({ record, state }) => [record, state.event.causes]));
  const cases = new Map(step.cases.map(({ record, value }) => [record, value]));
  return step.records.flatMap((record, n): Output[] => {
    const place = placeIn(headerOf(record.headers, 'traceparent'));
    if (place === null) return [];
    const cause = headerOf(record.headers, 'ce_causationid');
    const causes = folded.get(n) ?? (cause === null ? [] : [cause]);
    return [{ ...place, record, at: written[n] as Position, causes, ofCase: cases.get(n) ?? null }];
  });
}

function processed({ processor, group, decidedAt, ended }: CommittedSeen, one: Cause, batch: SpanPlace): Span {
  const { cause, arrival } = one;
  const { correlationId } = cause;
  const isTold = arrival !== null || cause.input.from === 'effect';
  return {
    traceId: traceIdOf(correlationId),
    spanId: processingOf(processor, cause.id),
    // Of a deadline, or of what a person asks anew, nothing else is known to hang it under.
    parentId: isTold ? spanIdOf(cause.id) : rootOf(correlationId),
    name: `${processor} process`,
    kind: arrival === null ? 'internal' : 'consumer',
    start: decidedAt,
    end: ended,
    attributes: {
      [own.processor]: processor,
      [own.correlationId]: correlationId,
      ...(arrival === null
        ? { [own.eventType]: cause.input.from }
        : { ...consuming(group), ...recordAttributes(arrival.record, one.key, cause.id) }),
    },
    links: [batch],
    error: null,
  };
}

const consuming = (group: string) => ({
  [attribute.operation]: 'process',
  [attribute.operationType]: 'process',
  [attribute.group]: group,
});

/** Its id is the one that its `traceparent` names. A fact that several inputs were folded into hangs under the last. */
function wrote(seen: CommittedSeen, output: Output, causes: ReadonlyMap<string, Cause>): Span {
  const { processor, decidedAt, ended } = seen;
  const { record, at, traceId, spanId, ofCase } = output;
  const { headers = [] } = record;
  const last = output.causes.at(-1);
  const known = last !== undefined && causes.has(last);
  const under = ofCase !== null ? underOf(seen, ofCase) : known ? processingOf(processor, last) : null;
  const links = output.causes.slice(0, -1).flatMap(id => {
    const one = causes.get(id);
    return one === undefined
      ? []
      : [{ traceId: traceIdOf(one.cause.correlationId), spanId: processingOf(processor, id) }];
  });
  const correlationId = headerOf(headers, 'ce_correlationid') ?? '';
  return {
    traceId,
    spanId,
    parentId: under ?? rootOf(correlationId),
    name: `${headerOf(headers, 'ce_type') ?? 'event'} send`,
    kind: 'producer',
    start: decidedAt,
    end: ended,
    attributes: {
      [own.processor]: processor,
      [own.correlationId]: correlationId,
      [own.eventType]: headerOf(headers, 'ce_type') ?? '',
      [attribute.operation]: 'send',
      [attribute.operationType]: 'send',
      ...recordAttributes(at, record.key?.toString('utf8') ?? null, headerOf(headers, 'ce_id')),
    },
    links,
    error: null,
  };
}

const isFailure = ({ decidedAt }: CommittedSeen, { error, status, failedAt, effect }: HospitalCase): boolean =>
  // A step that a provider refused is a case from the first attempt on, 0: the fact says so, and nothing has failed here.
  error !== null && status === 'WAITING' && failedAt === decidedAt && effect?.attempt !== 0;

const failureId = ({ caseId, attempts }: HospitalCase): string => spanIdOf(`${caseId} failed ${attempts}`);

function underOf(seen: CommittedSeen, one: HospitalCase): string | null {
  return isFailure(seen, one) ? failureId(one) : (fromOf(one)?.spanId ?? null);
}

/** The span of the record that is parked. */
const fromOf = ({ record }: HospitalCase): SpanPlace | null =>
  placeIn(record?.headers.find(({ name }) => name === 'traceparent')?.value?.toString('utf8'));

/** An input that could not be processed and is parked now, or is back after another try. */
function failureOf(seen: CommittedSeen, one: HospitalCase): Span[] {
  if (!isFailure(seen, one)) return [];
  const { processor, group, decidedAt, ended } = seen;
  const { record, effect, event, caseId } = one;
  const { code } = one.error as NonNullable<HospitalCase['error']>;
  const from = fromOf(one);
  const asked = effect === null ? rootOf(event.correlationId) : spanIdOf(`${effect.effectId}#${effect.attempt}`);
  const key = one.blockedKey ?? record?.key?.toString('utf8') ?? null;
  return [
    {
      traceId: from?.traceId ?? traceIdOf(event.correlationId),
      spanId: failureId(one),
      parentId: from?.spanId ?? asked,
      name: `${processor} process`,
      kind: record === null ? 'internal' : 'consumer',
      start: decidedAt,
      end: ended,
      attributes: {
        [own.processor]: processor,
        [own.caseId]: caseId,
        [attribute.errorType]: code,
        ...(record === null ? {} : { ...consuming(group), ...recordAttributes(record, key, null) }),
      },
      links: [],
      error: code,
    },
  ];
}

/** Named after the first record of the transaction, which no other has. */
function batchPlace({ group, written: [first] }: CommittedSeen): SpanPlace {
  const name = `${group} commits ${first?.topic}/${first?.partition}/${first?.offset}`;
  return { traceId: traceIdOf(name), spanId: spanIdOf(name) };
}

function batchSpan(seen: CommittedSeen, place: SpanPlace, of: readonly SpanPlace[]): Span {
  const { processor, partition, group, began, ended, step } = seen;
  return {
    ...place,
    parentId: null,
    name: `${processor} commit`,
    kind: 'internal',
    start: began,
    end: ended,
    attributes: {
      [own.processor]: processor,
      [own.transactionalId]: `${group}-${partition}`,
      [attribute.system]: 'kafka',
      [attribute.batchCount]: step.records.length,
    },
    links: of.map(({ traceId, spanId }) => ({ traceId, spanId })),
    error: null,
  };
}
