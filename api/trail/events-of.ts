import type { Transition } from '../../runtime/tasks/fat-event.ts';
import { askerIn, asksIn, askWithoutRecord } from './asks.ts';
import { causalOrder } from './causal-order.ts';
import { askedLongAgo, bodyIn, nameOf, type Outcome, outcomesOf } from './decided.ts';
import { FACTS, type FactTopic, type TrailEvent, withoutRecord } from './event.ts';
import { newestOf, saidIn, type ToldFact, type TrailRecord, type Value } from './records.ts';

export type Trail = {
  /** Causes before what they led to. */
  readonly events: readonly TrailEvent[];
  /** Entries that histories do not tell any more. */
  readonly dropped: number;
};

/**
 * All that happened to an order: what is on the log, and what compaction or trimming has taken from it, as the newest facts
 * tell it; what processors asked of one another, as the answers tell it. `told`: by read models, for where the log could not
 * be searched as far; `decided`: what became of requests, by the read model that has them all.
 */
export function eventsOf(
  orderId: string,
  records: readonly TrailRecord[],
  told: Readonly<Partial<Record<FactTopic, ToldFact>>> = {},
  decided: readonly Outcome[] = [],
): Trail {
  const outcomes = outcomesOf(records, decided);
  const asks = new Map(asksIn(orderId, records).map(one => [one.id, one]));
  const found = new Map<string, TrailEvent>();
  const ids = new Map<string, string>();
  for (const record of records.toSorted(byOffset)) {
    const one = eventOf(orderId, record);
    const name = nameOf(one.id, bodyIn(record));
    // Another body under an id that is known is another request.
    const id = ids.get(name) ?? (found.has(one.id) ? placeOf(record) : one.id);
    const known = found.get(id);
    const outcome = outcomes.get(name)?.outcome ?? asks.get(one.id)?.answer?.outcome ?? null;
    found.set(id, known === undefined ? { ...one, id, outcome } : { ...known, repeats: known.repeats + 1 });
    ids.set(name, id);
  }
  let dropped = 0;
  for (const topic of FACTS) {
    const newest = newestOf(records, topic);
    dropped += newest?.historyDropped ?? 0;
    for (const one of fromHistory(orderId, topic, longer(newest, told[topic]))) {
      const known = found.get(one.id);
      if (known === undefined) found.set(one.id, one);
    }
  }
  for (const [name, one] of outcomes) {
    if (ids.has(name)) continue;
    const id = found.has(one.id) ? `${one.id}/${one.bodyHash}` : one.id;
    found.set(id, askedLongAgo(orderId, id, one));
  }
  for (const one of asks.values()) {
    if (!found.has(one.id)) found.set(one.id, askWithoutRecord(orderId, one, found.values()));
  }
  return { events: causalOrder([...found.values()]), dropped };
}

const byOffset = (one: TrailRecord, other: TrailRecord): number =>
  one.topic === other.topic && one.partition === other.partition
    ? Number(BigInt(one.offset) - BigInt(other.offset))
    : 0;

const placeOf = ({ topic, partition, offset }: TrailRecord): string => `${topic}/${partition}/${offset}`;

function eventOf(orderId: string, record: TrailRecord): TrailEvent {
  const { raw: _raw, ...shown } = record;
  const value = saidIn(record);
  const { event } = value;
  const noted = (value.history ?? []).filter(({ version }) => version === value.version);
  return {
    id: event?.id ?? placeOf(record),
    topic: record.topic,
    version: value.version ?? null,
    type: event?.type ?? null,
    what: whatOf(record, value, noted),
    reason: noted.findLast(({ reason }) => reason !== null)?.reason ?? value.reason ?? null,
    at: event?.time ?? Date.parse(record.time),
    causes: [...new Set([...askerIn(orderId, record), ...(event?.causes ?? [])])],
    correlationId: event?.correlationId ?? orderId,
    actor: event?.actor ?? null,
    repeats: 0,
    outcome: null,
    record: shown,
  };
}

function whatOf({ undecodable, tombstone }: TrailRecord, value: Value, noted: readonly Transition[]): string[] {
  if (undecodable !== null) return ['UNDECODABLE'];
  if (tombstone) return ['DELETED'];
  if (value.version !== undefined) return noted.length > 0 ? noted.map(({ what }) => what) : ['CHANGED'];
  return [[value.type, value.answer].filter(one => one !== undefined).join(' ')];
}

const longer = (newest: Value | null, told: ToldFact | undefined): readonly Transition[] =>
  (told?.version ?? 0) > (newest?.version ?? 0) ? (told?.history ?? []) : (newest?.history ?? []);

/** One for each version that the history tells of. */
function fromHistory(orderId: string, topic: FactTopic, history: readonly Transition[]): TrailEvent[] {
  return [...Map.groupBy(history, ({ version }) => version)].map(([version, steps]) =>
    withoutRecord(orderId, {
      id: `${topic}/${orderId}/${version}`,
      topic,
      version,
      what: steps.map(({ what }) => what),
      reason: steps.findLast(({ reason }) => reason !== null)?.reason ?? null,
      at: Math.min(...steps.map(({ at }) => at)),
      causes: [...new Set(steps.map(({ cause }) => cause))],
      actor: steps.findLast(({ actor }) => actor !== null)?.actor ?? null,
    }),
  );
}
