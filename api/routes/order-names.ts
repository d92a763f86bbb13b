/** So many parts of an id are looked up: none of ours has more. */
const MOST_PARTS = 6;

/**
 * What a text may name, each to be looked up by key: an order or a request as it is; and of the ids of events, effects,
 * deadlines and answers, which are made of others with slashes, the parts. `orders/ORDER/3`, `ORDER/1/reserve/1/reply`,
 * `ORDER/authorise#1` and `warehouse/ORDER/pack` all lead to the order.
 */
export function idsIn(text: string): string[] {
  const whole = text.trim();
  if (whole === '') return [];
  const parts = whole
    .split('/')
    .slice(0, MOST_PARTS)
    .map(part => part.replace(/#\d+$/, ''))
    .filter(part => part !== '' && !/^\d+$/.test(part));
  return [...new Set([whole, ...parts])];
}
