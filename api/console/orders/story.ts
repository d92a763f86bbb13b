import type { AnswerOf } from '../answers.ts';
import type { Mood } from '../strip.ts';
import { type Asks, asksOf, isAsk, manyAsked } from './asks.ts';

export type Trail = AnswerOf<'/orders/{orderId}/trail'>;
export type TrailEvent = Trail['events'][number];
type ListedCase = NonNullable<AnswerOf<'/hospital/cases'>['cases']>[number];
/** What of a case an order's page tells. */
export type Case = Pick<ListedCase, 'caseId' | 'processor' | 'status' | 'admittedAt'> &
  Partial<Pick<ListedCase, 'attempts' | 'error' | 'closedAt' | 'key' | 'record' | 'effect' | 'deadline'>> & {
    /** What it has to do with the order; left out: it is under its key. */
    readonly concern?: AnswerOf<'/orders/{orderId}/cases'>['cases'][number]['concern'];
  };
export type Order = AnswerOf<'/orders/{orderId}'>;

/** Who does what stands in a row of its own; what a processor is asked stands in his, as what he owes. */
export const LANES = [
  { name: 'requests', title: 'Requests' },
  { name: 'orders', title: 'Orders' },
  { name: 'loyalty', title: 'Loyalty' },
  { name: 'allocations', title: 'Allocations' },
  { name: 'stock', title: 'Stock' },
  { name: 'payments', title: 'Payments' },
  { name: 'shipping', title: 'Shipping' },
  { name: 'notifications', title: 'Notifications' },
  { name: 'webhook-deliveries', title: 'Webhooks' },
  { name: 'activity', title: 'Activity' },
  { name: 'others', title: 'Others' },
  { name: 'projections', title: 'Read models' },
] as const;
export type Lane = (typeof LANES)[number]['name'];

const LANE_OF: Readonly<Record<TrailEvent['topic'], Lane>> = {
  'order-requests': 'requests',
  'shipment-requests': 'requests',
  orders: 'orders',
  'loyalty-requests': 'loyalty',
  'loyalty-replies': 'loyalty',
  allocations: 'allocations',
  'stock-requests': 'stock',
  'stock-replies': 'stock',
  payments: 'payments',
  'order-activity': 'activity',
  shipments: 'shipping',
  notifications: 'notifications',
  'webhook-deliveries': 'webhook-deliveries',
};

export type Shape = 'fact' | 'request' | 'reply' | 'case';

/** Something that is shown on the timeline: an event, or a case of the hospital. */
export type Happening = {
  readonly id: string;
  readonly lane: Lane;
  readonly shape: Shape;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly title: string;
  readonly reason: string | null;
  readonly mood: Mood;
  /** After what that led to it; null: nothing that is known here did. */
  readonly took: { readonly ms: number; readonly after: Happening } | null;
  /** Ids of what led to it. */
  readonly causes: readonly string[];
  readonly event: TrailEvent | null;
  /** What it is, where it is a case. */
  readonly parked: Case | null;
  /** Cases that it was parked as. */
  readonly cases: readonly Case[];
};

/** What the events and cases of an order come to, causes before what they led to. */
export function storyOf(events: readonly TrailEvent[], cases: readonly Case[]): Happening[] {
  const story: Happening[] = [];
  const byId = new Map<string, Happening>();
  const asked = asksOf(events);
  const parkedAt = Map.groupBy(cases, one => events.find(event => isParked(event, one))?.id);
  for (const event of events) {
    const one = happeningOf(event, byId, asked, parkedAt.get(event.id) ?? []);
    byId.set(event.id, one);
    story.push(one);
  }
  for (const [id, its] of parkedAt) {
    const cause = id === undefined ? undefined : byId.get(id);
    for (const one of its) {
      const at = Date.parse(one.admittedAt);
      const after = cause === undefined ? -1 : story.indexOf(cause);
      const before = story.findIndex((other, n) => n > after && other.at > at);
      story.splice(before < 0 ? story.length : before, 0, caseOf(one, at, cause));
    }
  }
  return story;
}

/** Whether a case is of this event: of its record, or of an effect or a deadline that its fact was the first to name. */
function isParked(
  { topic, record, version }: TrailEvent,
  { processor, record: parked, effect, deadline }: Case,
): boolean {
  if (record === null) return false;
  if (parked != null) {
    const { partition, offset } = parked;
    return parked.topic === topic && partition === record.partition && String(offset) === record.offset;
  }
  if (version === null || LANE_OF[topic] !== processor) return false;
  const { effects = [], deadlines = [] } = (record.value ?? {}) as Owing;
  if (effect != null) return effects.some(({ id }) => id === effect.effectId);
  return deadline != null && deadlines.some(({ name, due }) => name === deadline.name && due === deadline.due);
}

type Owing = {
  readonly effects?: readonly { readonly id: string }[];
  readonly deadlines?: readonly { readonly name: string; readonly due: number }[];
};

function happeningOf(
  event: TrailEvent,
  byId: ReadonlyMap<string, Happening>,
  asked: Asks,
  cases: readonly Case[],
): Happening {
  const at = Date.parse(event.at);
  const causes = event.causes.flatMap(id => byId.get(id) ?? []);
  const last = causes.sort((one, other) => one.at - other.at).at(-1) ?? versionBefore(event, byId);
  const shape = event.version !== null ? 'fact' : event.topic.endsWith('-requests') ? 'request' : 'reply';
  const refused = event.outcome?.accepted === false;
  const isOpen = cases.some(({ closedAt }) => closedAt == null);
  return {
    id: event.id,
    lane: LANE_OF[event.topic],
    shape,
    at,
    title: isAsk(event) ? askTitle(event, asked) : titleOf(event, causes) + (refused ? ': rejected' : ''),
    reason: event.reason ?? event.outcome?.reason ?? null,
    mood: isOpen ? 'bad' : refused ? 'warn' : event.topic === 'order-activity' ? 'none' : moodOf(event.what),
    took: last === undefined || isTimeless(last, at) ? null : { ms: at - last.at, after: last },
    // What a request was asked for led to the fact that asked as well: that says it already.
    causes: isAsk(event) ? event.causes.filter(id => byId.has(id)).slice(0, 1) : event.causes,
    event,
    parked: null,
    cases,
  };
}

/** Of a request that is known by its answer alone, nobody knows when it was asked. */
const isTimeless = ({ event, shape, at }: Happening, answered: number): boolean =>
  shape === 'request' && event?.record === null && at === answered;

/** A fact that notes nothing has heard of something, and will answer to it. */
function titleOf({ topic, what, causes: ids }: TrailEvent, causes: readonly Happening[]): string {
  const said = what.map(worded).join(', then ');
  if (topic === 'order-activity' && what.join() !== 'CHANGED') return `passed on: ${said}`;
  if (what.join() !== 'CHANGED') return said;
  const [first] = causes;
  if (first !== undefined) return `heard that ${first.lane} ${first.title}${causes.length > 1 ? ', and more' : ''}`;
  return ids.some(id => /\/\d{13}$/.test(id)) ? 'waited on' : 'changed';
}

/** Such as “asked to reserve 2 of blue-lp: refused”. */
function askTitle(event: TrailEvent, asks: Asks): string {
  const refused = event.outcome?.accepted === false ? ': refused' : '';
  const open = asks.open.has(event.id) ? ', not answered yet' : '';
  return ['asked to', ...event.what.map(worded), ...manyAsked(event, asks)].join(' ') + refused + open;
}

/** The answer to an effect, and a deadline, follow the fact that named them. */
function versionBefore({ topic, version }: TrailEvent, byId: ReadonlyMap<string, Happening>): Happening | undefined {
  if (version === null) return undefined;
  return [...byId.values()].findLast(({ event }) => event?.topic === topic && (event.version ?? 0) < version);
}

const CONCERNS = {
  'own-key': '',
  'names-it': ', under another key',
  'holds-it-up': ', and holds this order up',
} as const;

/** A processor that does nothing else with orders has a row with all such. */
function laneOf({ processor }: Case): Lane {
  if (processor.startsWith('projections.')) return 'projections';
  return LANES.find(({ name }) => name === processor)?.name ?? 'others';
}

function caseOf(one: Case, at: number, cause: Happening | undefined): Happening {
  const lane = laneOf(one);
  const since = one.closedAt == null ? 'parked' : `was parked, ${worded(one.status)} since`;
  const title = `${since}${CONCERNS[one.concern ?? 'own-key']}`;
  return {
    id: one.caseId,
    lane,
    shape: 'case',
    at,
    title: lane === 'others' || lane === 'projections' ? `${one.processor}: ${title}` : title,
    reason: one.error?.code ?? null,
    mood: one.closedAt == null ? 'bad' : 'warn',
    took: cause === undefined ? null : { ms: at - cause.at, after: cause },
    causes: cause === undefined ? [] : [cause.id],
    event: null,
    parked: one,
    cases: [],
  };
}

/** CONFIRMED_DUE → confirmed due */
export const worded = (what: string): string => what.toLowerCase().replaceAll('_', ' ');

const BAD = /^(FAILED|.*_FAILED|OVERDUE|UNDECODABLE|UNKNOWN)$/;
const WARN = /^(REJECTING|REJECTED|DECLINED|SHORT|DELETED|REFUSED|.*_REFUSED|.* REFUSED)$/;
const GOOD = /^(DELIVERED|CONFIRMED|RETURNED|CAPTURED|REFUNDED)$/;

/** `bad`: it went wrong; `warn`: it was refused, or ends before the doorstep. */
export function moodOf(what: readonly string[]): Mood {
  if (what.some(one => BAD.test(one))) return 'bad';
  if (what.some(one => WARN.test(one))) return 'warn';
  return what.some(one => GOOD.test(one)) ? 'good' : 'none';
}
