import type { HiddenOffsets, LogRecord } from '../../runtime/log/port.ts';

/** `gone`: nothing is there any more; compacted away, or trimmed. The others: runtime/log/port.ts. */
export type Gap = { readonly from: bigint; readonly to: bigint; readonly what: HiddenOffsets['what'] | 'gone' };

export type Scanned = { readonly from: bigint; readonly to: bigint };

/** What the offsets hold between the records of a range that was looked at; side by side, in their order. */
export function gapsIn(
  { from, to }: Scanned,
  records: readonly Pick<LogRecord, 'offset'>[],
  hidden: readonly HiddenOffsets[],
): Gap[] {
  const told = [
    ...records.map(({ offset }) => ({ from: offset, to: offset + 1n, what: null })),
    ...hidden.filter(one => one.to > from && one.from < to),
  ].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const gaps: Gap[] = [];
  let at = from;
  for (const one of told) {
    const end = one.to < to ? one.to : to;
    if (one.from > at) gaps.push({ from: at, to: one.from, what: 'gone' });
    if (one.what !== null) gaps.push({ from: larger(one.from, at), to: end, what: one.what });
    if (end > at) at = end;
  }
  if (at < to) gaps.push({ from: at, to, what: 'gone' });
  return joined(gaps);
}

/** What lies side by side and is the same is one. */
function joined(gaps: readonly Gap[]): Gap[] {
  const all: Gap[] = [];
  for (const gap of gaps) {
    const last = all.at(-1);
    if (last?.what === gap.what && last.to === gap.from) all[all.length - 1] = { ...last, to: gap.to };
    else if (gap.to > gap.from) all.push(gap);
  }
  return all;
}

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
