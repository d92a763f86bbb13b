import { type Content, html } from '../html.ts';
import { code, json, notice, tabs } from '../parts/parts.ts';
import { table } from '../parts/table.ts';
import { rawView } from './bytes.ts';
import { type Content as CaseContent, casePlace } from './places.ts';

export type Shown = 'decoded' | 'raw';

/** What a case holds, decoded or as it came; `trouble`: why it cannot be told now. */
export function contentView(caseId: string, content: CaseContent | null, trouble: string | null, as: Shown): Content {
  if (content === null) return notice('warn', html`<p>What it holds cannot be read now: ${trouble}</p>`);
  return html`${tabs('How the record is shown', [
    { title: 'Decoded', href: casePlace(caseId), current: as === 'decoded' },
    { title: 'Raw', href: `${casePlace(caseId)}?as=raw`, current: as === 'raw' },
  ])}
${as === 'raw' ? rawView(content) : decodedView(content)}`;
}

function decodedView({ read, headers, original }: CaseContent): Content {
  return [
    read === null
      ? html`<p class="soft">There is no value: it has no record, or is closed and its bytes are gone.</p>`
      : valueView(read, 'Value'),
    original !== null && html`<h3>As it came, before it was edited</h3>${valueView(original, 'Value as it came')}`,
    headers.length > 0 &&
      html`<h3>Headers</h3>${table({
        caption: 'Headers',
        id: ({ name, n }) => `header-${n}-${name}`,
        rows: headers.map((one, n) => ({ ...one, n })),
        empty: null,
        columns: [
          { title: 'Header', cell: ({ name }) => html`<span class="mono">${name}</span>` },
          { title: 'Value', cell: ({ value }) => html`<span class="mono">${value ?? 'null'}</span>` },
        ],
      })}`,
  ];
}

type Read = Readonly<Record<string, unknown>>;

/** A value, or why nobody can read it. */
export function valueView(read: Read, label: string): Content {
  if (typeof read.undecodable !== 'string') return json('value' in read ? read.value : read, label);
  const bytes = typeof read.bytes === 'string' ? Buffer.from(read.bytes, 'base64') : Buffer.alloc(0);
  return [
    notice('bad', html`<p><b>Nobody can read it:</b> ${read.undecodable}</p>`),
    bytes.length > 0 && code(bytes.toString('utf8').slice(0, MOST_SHOWN), `${label} as text`),
  ];
}

const MOST_SHOWN = 4_096;

/** What the log says of the key now. */
export function stateView({ key, state }: CaseContent): Content {
  if (key === null) return html`<p class="soft">Nobody can say which key it is about.</p>`;
  if (state === null) return html`<p class="soft">There is no fact of <span class="mono">${key}</span> yet.</p>`;
  return valueView(state, `Newest fact of ${key}`);
}
