import { type Content, type Html, html } from '../html.ts';
import { facts } from '../parts/parts.ts';
import { place } from '../places.ts';
import type { ShownRecord } from './browse.ts';

/** Characters of a decoded value within a list; its own page has all of it. */
export const LONGEST_IN_ROW = 3_000;

/** The first header of a name. */
export const headerOf = ({ headers }: Pick<ShownRecord, 'headers'>, name: string): string | null =>
  headers.find(one => one.name === name)?.value ?? null;

export const valueText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value, null, 2));

/** Topics of the catalogue, by which ids of events name them: orders/o-1/3 is the third version of o-1 in orders. */
const EVENT_ID = /^([a-z][a-z-]{1,60}(?:\.[a-z]+)?)\/(.{1,300})\/(\d{1,12})$/;

/** An id of an event, leading to the records of its key where it says which. */
export function eventLink(id: string): Html {
  const [, topic, key] = EVENT_ID.exec(id) ?? [];
  if (topic === undefined || key === undefined) return html`<span class="mono">${id}</span>`;
  return html`<a class="mono" href="${place(['topics', topic], { key })}">${id}</a>`;
}

/** Which event it is, of what it is the consequence, and to which story it belongs. */
export function aboutRecord(record: ShownRecord): Content {
  const header = (name: string) => headerOf(record, name);
  const [id, cause, story] = [header('ce_id'), header('ce_causationid'), header('ce_correlationid')];
  const trace = traceIdIn(header('traceparent'));
  return facts([
    ...(id === null ? [] : [['Event', html`<span class="mono">${id}</span>`] as const]),
    ...(cause === null ? [] : [['Caused by', eventLink(cause)] as const]),
    ...(story === null
      ? []
      : [['Story', html`<a class="mono" href="${place(['orders', story])}">${story}</a>`] as const]),
    ...(trace === null ? [] : [['Trace', html`<span class="mono">${trace}</span>`] as const]),
    ['Schema', schemaLink(record)],
  ]);
}

function schemaLink({ topic, schemaId, tombstone }: ShownRecord): Content {
  if (tombstone) return 'none: no value';
  if (schemaId === null) return 'none: no schema id in front of the value';
  return html`<a href="${place(['schemas', topic], { id: schemaId })}">id ${schemaId}</a>`;
}

/** W3C Trace Context: version, trace id, span id, flags. */
export function traceIdIn(traceparent: string | null): string | null {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? '')?.[1] ?? null;
}
