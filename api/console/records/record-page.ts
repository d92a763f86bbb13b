import { type Content, type Html, html } from '../html.ts';
import { code, command, empty, facts, notice } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { place } from '../places.ts';
import { moment } from '../times.ts';
import type { Part, ShownRecord } from './browse.ts';
import { curlOf } from './commands.ts';
import { hexDump, sizeText } from './hex.ts';
import { aboutRecord, headerOf, valueText } from './record-parts.ts';
import { gapText } from './rows.ts';

export type RecordPage = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** What was read from this offset on. */
  readonly part: Part;
  /** Whether personal texts are opened, and may be. */
  readonly opened: boolean;
  readonly mayOpen: boolean;
  /** Address of the API. */
  readonly base: string;
};

/** Characters of a decoded value that are shown; the API has all of it. */
const LONGEST = 200_000;

/** What one offset holds: a record, whole, or what is there instead. */
export function recordPage(page: RecordPage): Content {
  const { partition, offset, part } = page;
  const record = part.records.find(one => one.offset === String(offset));
  return html`${steps(page)}
${record === undefined ? missing(page) : wholeRecord(page, record)}
<details id="commands"><summary>This record as a command</summary><div class="inside"><p>From the API; the key is in <code>LONGPLAY_KEY</code>:</p>
${command(curlOf(page.base, page.topic, { partition, offset: String(offset), limit: 1 }))}</div></details>
<p class="hint">Partition ${partition} begins at ${part.start} and ends before ${part.end}.</p>`;
}

function steps({ topic, partition, offset, part }: RecordPage): Html {
  const to = (at: bigint, text: string): Content =>
    at >= BigInt(part.start) &&
    at < BigInt(part.end) &&
    html`<a href="${place(['topics', topic, partition, String(at)])}">${text} ${at}</a>`;
  return html`<nav class="pager" aria-label="Offsets">${to(offset - 1n, 'Offset')} ${to(offset + 1n, 'Offset')} <a href="${place(['topics', topic], { partition, offset: String(offset), order: 'newest' })}">Records up to here</a></nav>`;
}

function missing({ topic, offset, part, partition }: RecordPage): Html {
  const to = (text: string, view: Readonly<Record<string, string | number>>): Html =>
    html`<a href="${place(['topics', topic], { partition, ...view })}">${text}</a>`;
  const gap = part.gaps.find(({ from, to }) => BigInt(from) <= offset && offset < BigInt(to));
  if (gap !== undefined)
    return empty(
      `Offset ${offset} holds no record: ${gapText({ ...gap, to: String(BigInt(gap.from) + 1n) })}.`,
      to('See the records from there on', { offset: String(offset), order: 'oldest' }),
    );
  if (offset < BigInt(part.start))
    return empty(
      `Offset ${offset} was trimmed: partition ${partition} begins at ${part.start}.`,
      to('See its first records', { offset: part.start, order: 'oldest' }),
    );
  return empty(
    `Nothing is at offset ${offset} yet: what comes next gets ${part.end}, or a later one.`,
    to('See its newest records', {}),
  );
}

function wholeRecord(page: RecordPage, record: ShownRecord): Html {
  const { key, tombstone, undecodable, raw, time, value } = record;
  const bytes = raw.value === null ? null : Buffer.from(raw.value, 'base64');
  const text = valueText(value);
  return html`${undecodable !== null && notice('bad', html`<p>${undecodable.reason === 'not-opened' ? 'Personal texts could not be opened' : 'The value cannot be decoded'} (${undecodable.reason}): ${undecodable.detail}</p>`)}
${tombstone && notice('none', html`<p>A tombstone: there is no value, the key was deleted.</p>`)}
${facts([
  ['Time', moment(time)],
  ['Key', key === null ? html`<span class="none">no key</span>` : html`<span class="mono">${key}</span>`],
  ['Type', headerOf(record, 'ce_type') ?? html`<span class="none">no header ce_type</span>`],
  ['From', headerOf(record, 'ce_source') ?? html`<span class="none">no header ce_source</span>`],
  ['Value', bytes === null ? 'none' : sizeText(bytes.length)],
])}
${aboutRecord(record)}
${text !== null && html`<h2>Decoded</h2>${sealing(page, text)}${code(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, 'Decoded value')}`}
<h2>Headers</h2>
${table({
  caption: 'Headers',
  rows: record.headers.map((one, n) => ({ ...one, n })),
  id: ({ n }) => `h-${n}`,
  empty: empty(
    'The record has no headers.',
    html`Longplay tells who has written a record, and why, in some: another program has written it. <a href="${place(['nodes', 'topics', page.topic])}">Who writes to ${page.topic}</a>.`,
  ),
  columns: [
    { title: 'Name', cell: ({ name }) => html`<span class="mono">${name}</span>` },
    {
      title: 'Value',
      cell: ({ value: of }) =>
        of === null ? html`<span class="none">null</span>` : html`<span class="mono">${of.slice(0, 2_000)}</span>`,
    },
  ],
})}
<h2>Raw bytes</h2>
${bytes === null ? html`<p>None.</p>` : html`<p class="hint">${framing(bytes)}</p>${code(hexDump(bytes), 'Value in hexadecimal')}`}
${key !== null && raw.key !== null && html`<h3>Key</h3>${code(hexDump(Buffer.from(raw.key, 'base64'), 512), 'Key in hexadecimal')}`}`;
}

/** Personal texts stay sealed, but for an admin who asks; that he did is logged. */
function sealing({ topic, partition, offset, opened, mayOpen }: RecordPage, text: string): Content {
  if (opened) return html`<p class="hint">Personal texts are opened; the log says that you have seen them.</p>`;
  if (!text.includes('"lp1.')) return null;
  if (!mayOpen) return html`<p class="hint">Personal texts are sealed (lp1.…); the scope admin may open them.</p>`;
  const href = place(['topics', topic, partition, String(offset)], { open: 'true' });
  return html`<p class="hint">Personal texts are sealed (lp1.…). <a href="${href}">Open them</a>: the log says who has.</p>`;
}

const framing = (bytes: Buffer): string =>
  bytes[0] === 0 && bytes.length >= 5
    ? `Byte 0 is the format, bytes 1 to 4 are the schema’s id (${bytes.readUInt32BE(1)}), the rest is Avro.`
    : 'Not in the format of the registry: it begins with byte 0, and four bytes of the schema’s id.';
