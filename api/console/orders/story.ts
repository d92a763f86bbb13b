import type { AnswerOf } from '../answers.ts';
import type { Mood } from '../strip.ts';

export type Trail = AnswerOf<'/orders/{orderId}/trail'>;
export type TrailEvent = Trail['events'][number];
type ListedCase = NonNullable<AnswerOf<'/hospital/cases'>['cases']>[number];
/** What of a case an order's page tells. */
export type Case = Pick<ListedCase, 'caseId' | 'processor' | 'status' | 'admittedAt'> &
  Partial<Pick<ListedCase, 'attempts' | 'error' | 'closedAt' | 'key'>> & {
    /** What it has to do with the order; left out: it is under its key. */
    readonly concern?: AnswerOf<'/orders/{orderId}/cases'>['cases'][number]['concern'];
  };
export type Order = AnswerOf<'/orders/{orderId}'>;

/** Who does what stands in a row of its own. */
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
  { name: 'projections', title: 'Read models' },
] as const;
export type Lane = (typeof LANES)[number]['name'];

const LANE_OF: Readonly<Record<TrailEvent['topic'], Lane>> = {
  'order-requests': 'requests',
  'shipment-requests': 'requests',
  orders: 'orders',
  'loyalty-replies': 'loyalty',
  allocations: 'allocations',
  'stock-replies': 'stock',
  payments: 'payments',
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
  readonly event: TrailEvent | null;
  readonly parked: Case | null;
};

/** What the events and cases of an order come to, causes before what they led to. */
export function storyOf(events: readonly TrailEvent[], cases: readonly Case[]): Happening[] {
  const story: Happening[] = [];
  const byId = new Map<string, Happening>();
  for (const event of events) {
    const one = happeningOf(event, byId);
    byId.set(event.id, one);
    story.push(one);
  }
  for (const one of cases) {
    const at = Date.parse(one.admittedAt);
    const before = story.findIndex(other => other.at > at);
    story.splice(before < 0 ? story.length : before, 0, caseOf(one, at));
  }
  return story;
}

function happeningOf(event: TrailEvent, byId: ReadonlyMap<string, Happening>): Happening {
  const at = Date.parse(event.at);
  const causes = event.causes.flatMap(id => byId.get(id) ?? []);
  const last = causes.sort((one, other) => one.at - other.at).at(-1) ?? versionBefore(event, byId);
  const shape = event.version !== null ? 'fact' : event.topic.endsWith('-requests') ? 'request' : 'reply';
  const refused = event.outcome?.accepted === false;
  return {
    id: event.id,
    lane: LANE_OF[event.topic],
    shape,
    at,
    title: titleOf(event, causes) + (refused ? ': rejected' : ''),
    reason: event.reason ?? event.outcome?.reason ?? null,
    mood: refused ? 'warn' : moodOf(event.what),
    took: last === undefined ? null : { ms: at - last.at, after: last },
    event,
    parked: null,
  };
}

/** A fact that notes nothing has heard of something, and will answer to it. */
function titleOf({ what, causes: ids }: TrailEvent, causes: readonly Happening[]): string {
  if (what.join() !== 'CHANGED') return what.map(worded).join(', then ');
  const [first] = causes;
  if (first !== undefined) return `heard that ${first.lane} ${first.title}${causes.length > 1 ? ', and more' : ''}`;
  return ids.some(id => /\/\d{13}$/.test(id)) ? 'waited on' : 'changed';
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

const caseOf = (one: Case, at: number): Happening => ({
  id: one.caseId,
  lane: LANES.find(({ name }) => name === one.processor)?.name ?? 'projections',
  shape: 'case',
  at,
  title: `${one.closedAt == null ? 'parked' : `was parked, ${worded(one.status)} since`}${CONCERNS[one.concern ?? 'own-key']}`,
  reason: one.error?.code ?? null,
  mood: one.closedAt == null ? 'bad' : 'warn',
  took: null,
  event: null,
  parked: one,
});

/** CONFIRMED_DUE → confirmed due */
export const worded = (what: string): string => what.toLowerCase().replaceAll('_', ' ');

const BAD = /^(FAILED|.*_FAILED|OVERDUE|UNDECODABLE|UNKNOWN)$/;
const WARN = /^(REJECTING|REJECTED|DECLINED|SHORT|DELETED|.*_REFUSED|.* REFUSED)$/;
const GOOD = /^(DELIVERED|CONFIRMED|RETURNED|CAPTURED|REFUNDED)$/;

/** `bad`: it went wrong; `warn`: it was refused, or ends before the doorstep. */
export function moodOf(what: readonly string[]): Mood {
  if (what.some(one => BAD.test(one))) return 'bad';
  if (what.some(one => WARN.test(one))) return 'warn';
  return what.some(one => GOOD.test(one)) ? 'good' : 'none';
}
