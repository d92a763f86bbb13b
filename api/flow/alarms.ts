import type { StuckCounts } from './flow.ts';
import type { Law } from './laws/check.ts';
import type { Violation } from './laws/suspects.ts';

/** Something that a person is told once when it begins, and once when it is over. */
export type FlowAlarm = {
  /** Tells it apart from others, for as long as it lasts. */
  readonly about: string;
  readonly what: 'stuck' | 'law-broken' | 'stuck-over' | 'law-kept';
  /** One line for a chat room. */
  readonly text: string;
  /** Orders that wait, or places where the law is broken. */
  readonly count: number;
};

export type FlowNews = {
  /** Of each: null: not known now, so that what is raised of it stays as it is. */
  readonly counts: StuckCounts | null;
  readonly violations: readonly Violation[] | null;
  /** Laws of which there may be more violations than these. Default none. */
  readonly more?: readonly Law[];
};

/**
 * What is to be told now, given what is raised already. Pure. An alarm is about a step and who owes it, or about a law: that
 * there are more of the same is no news. Nothing is over while there may be more than is known.
 */
export function alarmsOf(raised: readonly string[], { counts, violations, more = [] }: FlowNews) {
  const now = new Map<string, FlowAlarm>();
  for (const { owedBy, step, orders } of counts?.steps ?? []) {
    const about = `stuck ${owedBy} ${step}`;
    const text = `${orders === 1 ? '1 order waits' : `${orders} orders wait`} for ${owedBy}: ${step} is overdue. GET /flow/stuck says which, and why.`;
    now.set(about, { about, what: 'stuck', text, count: orders });
  }
  for (const [law, its] of Map.groupBy(violations ?? [], one => one.law)) {
    const about = `law ${law}`;
    const [first] = its;
    const places = its.length === 1 ? 'one place' : `${its.length} places`;
    const text = `A law is broken (${law}) in ${more.includes(law) ? 'at least ' : ''}${places}: ${first?.key}: ${first?.sentence}. GET /flow/laws says where.`;
    now.set(about, { about, what: 'law-broken', text, count: its.length });
  }
  const begun = [...now.values()].filter(({ about }) => !raised.includes(about));
  const isUnknown = (about: string): boolean =>
    about.startsWith('stuck ') ? counts === null : violations === null || more.some(law => about === `law ${law}`);
  const kept = raised.filter(about => !now.has(about) && isUnknown(about));
  const over = raised.filter(about => !now.has(about) && !kept.includes(about)).map(overOf);
  return { tell: [...begun, ...over], raised: [...now.keys(), ...kept] };
}

function overOf(about: string): FlowAlarm {
  const [kind, by = '', step = ''] = about.split(' ');
  if (about === 'law versions') {
    return { about, what: 'law-kept', text: 'No fact has come out of its order for a day (versions).', count: 0 };
  }
  return kind === 'law'
    ? { about, what: 'law-kept', text: `All clear: the law holds again (${by}).`, count: 0 }
    : { about, what: 'stuck-over', text: `All clear: no order waits overdue for ${by} any more (${step}).`, count: 0 };
}
