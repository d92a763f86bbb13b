import { type Content, type Html, html } from '../html.ts';
import { badge, code } from '../parts/parts.ts';
import { place } from '../places.ts';
import { moment } from '../times.ts';
import type { Browsed, ShownGap, ShownRecord } from './browse.ts';
import { bytesIn, hexDump, sizeText } from './hex.ts';
import { aboutRecord, headerOf, LONGEST_IN_ROW, valueText } from './record-parts.ts';
import type { RecordView } from './record-view.ts';
import { summaryOf } from './summary.ts';

const gapWords: Readonly<Record<ShownGap['what'], readonly [one: string, many: string]>> = {
  commit: ['marker: a transaction was committed', 'markers: transactions were committed'],
  abort: ['marker: a transaction was aborted', 'markers: transactions were aborted'],
  aborted: [
    'a record of an aborted transaction: it never happened',
    'records of an aborted transaction: they never happened',
  ],
  gone: ['nothing is left: compacted away or trimmed', 'nothing is left: compacted away or trimmed'],
};

/** What offsets hold that are no records. */
export function gapText({ from, to, what }: Pick<ShownGap, 'from' | 'to' | 'what'>): string {
  const many = BigInt(to) - BigInt(from) > 1n;
  return gapWords[what][many ? 1 : 0];
}

/** Records, with what lies between them, in the order of the page. */
export function rowsOf(
  topic: string,
  { records, gaps }: Browsed,
  { order, raw }: Pick<RecordView, 'order' | 'raw'>,
): Html {
  return html`<ol class="records" aria-label="Records, ${order} first">${inOrder(records, gaps, order).map(one =>
    'what' in one ? gapRow(one) : recordRow(topic, one, raw),
  )}</ol>`;
}

/** Each gap beside the record of its partition that it follows, or, newest first, that it stands above. */
export function inOrder(
  records: readonly ShownRecord[],
  gaps: readonly ShownGap[],
  order: 'newest' | 'oldest',
): (ShownRecord | ShownGap)[] {
  const sign = order === 'oldest' ? 1n : -1n;
  const left = gaps.toSorted((a, b) => (sign * (BigInt(a.from) - BigInt(b.from)) < 0n ? -1 : 1));
  const all: (ShownRecord | ShownGap)[] = [];
  for (const record of records) {
    const before = (gap: ShownGap) =>
      gap.partition === record.partition && sign * (BigInt(gap.from) - BigInt(record.offset)) < 0n;
    for (let at = left.findIndex(before); at !== -1; at = left.findIndex(before)) all.push(...left.splice(at, 1));
    all.push(record);
  }
  return [...all, ...left];
}

function gapRow(gap: ShownGap): Html {
  const { partition, from, to, what } = gap;
  const last = BigInt(to) - 1n;
  const where = last === BigInt(from) ? from : `${from}–${last}`;
  return html`<li class="gap ${what}" id="g-${partition}-${from}"><span class="mono">${partition} · ${where}</span> ${gapText(gap)}</li>`;
}

function recordRow(topic: string, record: ShownRecord, asRaw: boolean): Html {
  const { partition, offset, time, key, tombstone, undecodable, raw } = record;
  const size = tombstone ? 'no value' : sizeText(bytesIn(raw.value));
  return html`<li class="record" id="r-${partition}-${offset}"><details>
<summary><span class="where mono"><span class="heard">Partition and offset </span>${partition} · ${offset}</span>
<span class="when">${moment(time)}</span>
<span class="key mono">${key === null ? html`<span class="none">no key</span>` : cut(key, 200)}</span>
<span class="what">${whatIs(record)}</span>
<span class="size">${size}</span>
<span class="tells">${undecodable === null ? summaryOf(record.value, key) : `${undecodable.reason}: ${cut(undecodable.detail, 200)}`}</span></summary>
<div class="inside">${aboutRecord(record)}
${asRaw ? bytesOf(record) : insideOf(record)}
<p><a href="${place(['topics', topic, partition, offset])}">The whole record ${partition} · ${offset}: headers, raw bytes, schema</a></p></div>
</details></li>`;
}

/** What it is, and from whom. */
function whatIs(record: ShownRecord): Content {
  if (record.tombstone) return badge('none', 'tombstone');
  if (record.undecodable !== null && record.undecodable.reason !== 'not-opened')
    return badge('bad', 'cannot be decoded');
  const [type, source] = [headerOf(record, 'ce_type'), headerOf(record, 'ce_source')];
  return html`<span class="mono">${type ?? 'no type'}</span>${source !== null && html` <span class="soft">from ${source}</span>`}`;
}

function insideOf(record: ShownRecord): Content {
  if (record.tombstone) return html`<p>A tombstone: the key was deleted, and the record has no value.</p>`;
  const text = valueText(record.value);
  if (text === null) return null;
  return code(cut(text, LONGEST_IN_ROW), `Value of ${record.partition} · ${record.offset}`);
}

/** Bytes of a value within a list; its own page has more. */
const LONGEST_RAW = 512;

function bytesOf({ raw, partition, offset, tombstone }: ShownRecord): Content {
  if (tombstone || raw.value === null) return html`<p>A tombstone: there are no bytes.</p>`;
  return code(hexDump(Buffer.from(raw.value, 'base64'), LONGEST_RAW), `Bytes of ${partition} · ${offset}`);
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
