import { type Content, type Html, html } from '../html.ts';

export type Column<R> = {
  readonly title: string;
  readonly cell: (row: R) => Content;
  /** Numbers stand at the right. */
  readonly number?: boolean;
};

export type TableOptions<R> = {
  /** What the table is, for whoever hears it; shown above it where `captioned`. */
  readonly caption: string;
  readonly captioned?: boolean;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  /** Unique in the page, so that a row keeps its place and what is open in it when the page changes. */
  readonly id: (row: R) => string;
  /** What stands there where there are no rows: why, and what to do. */
  readonly empty: Content;
};

/** A table that scrolls within itself where the window is narrow. The first column names the row. */
export function table<R>({ caption, captioned = false, columns, rows, id, empty }: TableOptions<R>): Content {
  if (rows.length === 0) return empty;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption${!captioned && html` class="heard"`}>${caption}</caption>
<thead><tr>${columns.map(one => html`<th scope="col"${one.number && html` class="number"`}>${one.title}</th>`)}</tr></thead>
<tbody>${rows.map(row => rowOf(row, columns, id(row)))}</tbody>
</table></div>`;
}

const rowOf = <R>(row: R, columns: readonly Column<R>[], id: string): Html =>
  html`<tr id="${id}">${columns.map(({ cell, number }, n) =>
    n === 0 ? html`<th scope="row">${cell(row)}</th>` : html`<td${number && html` class="number"`}>${cell(row)}</td>`,
  )}</tr>`;
