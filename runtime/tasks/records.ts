import type { HospitalCase } from '../hospital/case.ts';
import type { LogRecord, OutgoingRecord, RecordHeaders } from '../log/port.ts';
import { spanIdOf, traceIdOf, traceparentOf } from '../observe/tracing/ids.ts';
import type { Processor, Values } from './definition.ts';
import { type Engine, topicOf } from './engine.ts';
import type { EventStamp, FatEvent } from './fat-event.ts';
import type { StampedOutcome, StampedRequest } from './fold.ts';
import { type Item, isUsableKey, type KeyedCause, unusableKey } from './items.ts';
import { isPassing } from './scope.ts';

/**
 * W3C Trace Context (https://www.w3.org/TR/trace-context/): the story is the trace, the event is the span. Both ids are
 * hashes, so that whatever writes an event again, or only knows its ids, names the same: trace-id is the first 16 bytes
 * of SHA-256 of the correlation id, parent-id the first 8 bytes of SHA-256 of the event id. Always sampled.
 */
export function traceparent({ id, correlationId }: Pick<EventStamp, 'id' | 'correlationId'>): string {
  return traceparentOf({ traceId: traceIdOf(correlationId), spanId: spanIdOf(id) });
}

const SPEC_VERSION = Buffer.from('1.0');
const CONTENT_TYPE = Buffer.from('application/avro');

/**
 * CloudEvents' Kafka binding in binary mode, version 1.0, with the causation, correlation and distributed tracing
 * extensions. The last one has no prefix, as tracing tools expect it on any record.
 */
export function eventHeaders(event: EventStamp, source: string, subject: string): RecordHeaders {
  const headers: [string, Buffer][] = [
    ['ce_specversion', SPEC_VERSION],
    ['ce_id', Buffer.from(event.id)],
    ['ce_type', Buffer.from(event.type)],
    ['ce_source', Buffer.from(source)],
    ['ce_time', Buffer.from(new Date(event.time).toISOString())],
    ['ce_subject', Buffer.from(subject)],
    ['ce_correlationid', Buffer.from(event.correlationId)],
    ['content-type', CONTENT_TYPE],
    ['traceparent', Buffer.from(traceparent(event))],
  ];
  const cause = event.causes.at(-1);
  if (cause !== undefined) headers.push(['ce_causationid', Buffer.from(cause)]);
  return headers;
}

type Speaker = { readonly engine: Engine; readonly processor: string };

function toRecord(speaker: Speaker, topic: string, key: string, value: { event: EventStamp }): OutgoingRecord {
  const { engine, processor } = speaker;
  return {
    topic: topicOf(engine, topic),
    key: Buffer.from(key, 'utf8'),
    value: engine.wire.writer(topic).encode(value),
    headers: eventHeaders(value.event, `/${engine.prefix}/${processor}`, key),
    timestamp: value.event.time,
  };
}

/** A fat event goes to the partition that its task owns, whatever the key would say. */
export const factRecord = (
  speaker: Speaker,
  owns: string,
  partition: number,
  key: string,
  fact: FatEvent,
): OutgoingRecord => ({
  ...toRecord(speaker, owns, key, fact),
  partition,
});

export const requestRecord = (speaker: Speaker, { topic, key, event, value }: StampedRequest): OutgoingRecord =>
  toRecord(speaker, topic, key, { ...value, event });

export function outcomeRecord(speaker: Speaker, requestKey: string, outcome: StampedOutcome): OutgoingRecord {
  const { event, fact, answer, requestId, requestTopic, requestType, bodyHash } = outcome;
  const rejected = outcome.answer === 'REJECTED' ? outcome : null;
  return toRecord(speaker, `${speaker.processor}.outcomes`, requestId, {
    event,
    requestId,
    answer,
    processor: speaker.processor,
    requestTopic,
    requestKey,
    requestType,
    fact,
    reason: rejected?.reason ?? null,
    fields: (rejected?.fields ?? []).slice(0, 64),
    bodyHash,
  } as { event: EventStamp });
}

/** A case, in the partition of the task that it is of. */
export const caseRecord = (speaker: Speaker, partition: number, one: HospitalCase): OutgoingRecord => ({
  ...toRecord(speaker, `${speaker.processor}.hospital`, one.caseId, one),
  partition,
});

/** A record of an input as a cause, or null for a tombstone, which says nothing to a decider. */
export function recordCause<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
  from: string,
  record: LogRecord,
): KeyedCause<I> | null {
  if (record.value === null) return null;
  if (record.key === null)
    throw new Error(`A record of ${from} has no key; ${processor.name} cannot tell whose it is.`);
  const value = engine.wire.reader(from).decode(record.value);
  const key = record.key.toString('utf8');
  const { id, correlationId, actor } = value.event;
  const input = { from, key, value } as KeyedCause<I>['cause']['input'];
  return { key, cause: { input, id, correlationId, actor }, arrival: { topic: from, record } };
}

/** The same, where there is a hospital: what cannot be read, and what nobody can tell whose it is, is an item as well. */
export function recordItem<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
  from: string,
  record: LogRecord,
): Item<I> | null {
  const arrival = { topic: from, record };
  if (record.value === null) return null;
  const key = record.key === null ? null : record.key.toString('utf8');
  if (key === null || !isUsableKey(key)) {
    return { key: null, arrival, error: unusableKey(processor.name, key, `${from} at ${record.offset}`) };
  }
  try {
    return recordCause(engine, processor, from, record);
  } catch (error) {
    if (isPassing(error)) throw error;
    return { key, arrival, error };
  }
}
