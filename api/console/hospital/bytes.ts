import { type Content, html } from '../html.ts';
import { code, count, counted } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import type { Content as CaseContent } from './places.ts';

/** Bytes that are shown of one value. */
const MOST_SHOWN = 4_096;
const IN_A_LINE = 16;

/** Offset, bytes and what of them is a letter, line by line, as hexdump has it. */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, MOST_SHOWN); at += IN_A_LINE) {
    const line = [...bytes.subarray(at, Math.min(at + IN_A_LINE, MOST_SHOWN))];
    const hex = line.map(byte => byte.toString(16).padStart(2, '0')).join(' ');
    const text = line.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(IN_A_LINE * 3 - 1)}  ${text}`);
  }
  return lines.join('\n');
}

function bytesView(base64: string | null, label: string): Content {
  if (base64 === null) return html`<p class="none">null</p>`;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) return html`<p class="none">no bytes</p>`;
  const more = bytes.length - MOST_SHOWN;
  return [
    code(hexText(bytes), label),
    more > 0 &&
      html`<p class="hint">The first ${count(MOST_SHOWN)} bytes; ${counted(more, 'more byte')} not shown.</p>`,
  ];
}

const sizeOf = (base64: string | null): string =>
  base64 === null ? 'null' : counted(Buffer.from(base64, 'base64').length, 'byte');

/** The record as it came: bytes of key, value and headers. */
export function rawView({ raw }: Pick<CaseContent, 'raw'>): Content {
  if (raw === null)
    return html`<p class="soft">There are no bytes: it has no record, or is closed and they are gone.</p>`;
  return html`<h3>Key <span class="hint">${sizeOf(raw.key)}</span></h3>
${bytesView(raw.key, 'Bytes of the key')}
<h3>Value <span class="hint">${sizeOf(raw.value)}</span></h3>
${bytesView(raw.value, 'Bytes of the value')}
<h3>Headers <span class="hint">${counted(raw.headers.length, 'header')}${raw.headersDropped > 0 && `, ${count(raw.headersDropped)} more were too many to be kept`}</span></h3>
${table({
  caption: 'Bytes of the headers',
  id: ({ name, n }) => `raw-header-${n}-${name}`,
  rows: raw.headers.map((one, n) => ({ ...one, n })),
  empty: html`<p class="none">none</p>`,
  columns: [
    { title: 'Header', cell: ({ name }) => html`<span class="mono">${name}</span>` },
    {
      title: 'Hex',
      cell: ({ value }) => html`<span class="mono">${value === null ? 'null' : hexOf(value)}</span>`,
    },
  ],
})}`;
}

const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex').replace(/../g, '$& ').trim();
