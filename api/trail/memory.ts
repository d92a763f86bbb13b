import type { TrailRecord } from './records.ts';

/** What was found of an order on one topic, so that a page that is looked at again asks for what is new only. */
export type Found = {
  readonly records: Map<string, TrailRecord>;
  /** Times at which was looked: what is there was found, and nothing comes in later. */
  readonly looked: Set<string>;
  /** Everything from where the order began up to here was read; null: records are looked up. */
  upTo: bigint | null;
};

type Kept = { readonly at: number; readonly topics: Map<string, Found> };

/** So many orders are remembered, for so long, ms: compaction may take away what was found. */
const MOST_ORDERS = 50;
const KEPT_MS = 60_000;

export function trailMemory(now: () => number = Date.now) {
  const orders = new Map<string, Kept>();
  return (orderId: string, topic: string): Found => {
    let kept = orders.get(orderId);
    if (kept === undefined || now() - kept.at > KEPT_MS) {
      orders.delete(orderId);
      kept = { at: now(), topics: new Map() };
      orders.set(orderId, kept);
      const [oldest] = orders.keys();
      if (orders.size > MOST_ORDERS && oldest !== undefined) orders.delete(oldest);
    }
    const known = kept.topics.get(topic) ?? { records: new Map(), looked: new Set(), upTo: null };
    kept.topics.set(topic, known);
    return known;
  };
}
