import type { EventStamp, Transition } from '../../runtime/tasks/fat-event.ts';
import type { AppliedRequest } from '../../schemas/types/shared.ts';
import type { ShownRecord } from '../follow/shown-record.ts';
import { causalOrder } from './causal-order.ts';
import { type Decided, FACTS, type FactTopic, type TrailEvent, type TrailTopic } from './event.ts';

/** A record of the order, as it is shown. */
export type TrailRecord = ShownRecord & { readonly topic: TrailTopic };

/** The newest that is known of a fact beside the log. */
export type ToldFact = { readonly version: number; readonly history: readonly Transition[] };

type Value = {
  readonly event?: EventStamp;
  readonly version?: number;
  readonly history?: readonly Transition[];
  readonly historyDropped?: number;
  readonly requests?: readonly AppliedRequest[];
  readonly type?: string;
  readonly answer?: string;
  readonly reason?: string | null;
};

export type Trail = {
  /** Causes before what they led to. */
  readonly events: readonly TrailEvent[];
  /** Entries that histories do not tell any more. */
  readonly dropped: number;
};

/**
 * All that happened to an order: what is on the log, and what compaction or trimming has taken from it, as the newest facts
 * tell it. `told`: by read models, for where the log could not be searched as far.
 */
export function eventsOf(
  orderId: string,
  records: readonly TrailRecord[],
  told: Readonly<Partial<Record<FactTopic, ToldFact>>> = {},
): Trail {
  const decided = decidedIn(records);
  const found = new Map<string, TrailEvent>();
  for (const record of records) {
    const one = eventOf(orderId, record, decided);
    const known = found.get(one.id);
    found.set(one.id, known === undefined ? one : { ...known, repeats: known.repeats + 1 });
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
  for (const [id, one] of decided) if (!found.has(id)) found.set(id, askedLongAgo(orderId, id, one));
  return { events: causalOrder([...found.values()]), dropped };
}

const saidIn = ({ value }: TrailRecord): Value => (value ?? {}) as Value;

function eventOf(orderId: string, record: TrailRecord, decided: ReadonlyMap<string, Asked>): TrailEvent {
  const { raw: _raw, ...shown } = record;
  const value = saidIn(record);
  const { event } = value;
  const id = event?.id ?? `${record.topic}/${record.partition}/${record.offset}`;
  const noted = (value.history ?? []).filter(({ version }) => version === value.version);
  return {
    id,
    topic: record.topic,
    version: value.version ?? null,
    type: event?.type ?? null,
    what: whatOf(record, value, noted),
    reason: noted.findLast(({ reason }) => reason !== null)?.reason ?? value.reason ?? null,
    at: event?.time ?? Date.parse(record.time),
    causes: event?.causes ?? [],
    correlationId: event?.correlationId ?? orderId,
    actor: event?.actor ?? null,
    repeats: 0,
    outcome: decided.get(id)?.outcome ?? null,
    record: shown,
  };
}

function whatOf({ undecodable, tombstone }: TrailRecord, value: Value, noted: readonly Transition[]): string[] {
  if (undecodable !== null) return ['UNDECODABLE'];
  if (tombstone) return ['DELETED'];
  if (value.version !== undefined) return noted.length > 0 ? noted.map(({ what }) => what) : ['CHANGED'];
  return [[value.type, value.answer].filter(one => one !== undefined).join(' ')];
}

type Asked = { readonly topic: TrailTopic; readonly type: string; readonly outcome: Decided };

const ASKED_OF: Readonly<Partial<Record<FactTopic, { readonly by: string; readonly topic: TrailTopic }>>> = {
  orders: { by: 'orders', topic: 'order-requests' },
  shipments: { by: 'shipping', topic: 'shipment-requests' },
};

/** What became of requests, as their owners remember it. */
function decidedIn(records: readonly TrailRecord[]): Map<string, Asked> {
  const all = new Map<string, Asked>();
  for (const topic of FACTS) {
    const asked = ASKED_OF[topic];
    if (asked === undefined) continue;
    for (const { id, type, at, accepted, reason } of newestOf(records, topic)?.requests ?? []) {
      all.set(id, { topic: asked.topic, type, outcome: { accepted, reason, at, by: asked.by } });
    }
  }
  return all;
}

function newestOf(records: readonly TrailRecord[], topic: FactTopic): Value | null {
  let newest: Value | null = null;
  for (const record of records) {
    const value = saidIn(record);
    if (record.topic === topic && (value.version ?? 0) > (newest?.version ?? 0)) newest = value;
  }
  return newest;
}

const longer = (newest: Value | null, told: ToldFact | undefined): readonly Transition[] =>
  (told?.version ?? 0) > (newest?.version ?? 0) ? (told?.history ?? []) : (newest?.history ?? []);

/** One for each version that the history tells of. */
function fromHistory(orderId: string, topic: FactTopic, history: readonly Transition[]): TrailEvent[] {
  return [...Map.groupBy(history, ({ version }) => version)].map(([version, steps]) => ({
    id: `${topic}/${orderId}/${version}`,
    topic,
    version,
    type: null,
    what: steps.map(({ what }) => what),
    reason: steps.findLast(({ reason }) => reason !== null)?.reason ?? null,
    at: Math.min(...steps.map(({ at }) => at)),
    causes: [...new Set(steps.map(({ cause }) => cause))],
    correlationId: orderId,
    actor: steps.findLast(({ actor }) => actor !== null)?.actor ?? null,
    repeats: 0,
    outcome: null,
    record: null,
  }));
}

/** Its record was trimmed: it is known by its outcome, and told where that was decided. */
const askedLongAgo = (orderId: string, id: string, { topic, type, outcome }: Asked): TrailEvent => ({
  id,
  topic,
  version: null,
  type: null,
  what: [type],
  reason: null,
  at: outcome.at,
  causes: [],
  correlationId: orderId,
  actor: null,
  repeats: 0,
  outcome,
  record: null,
});
