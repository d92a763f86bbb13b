import type { FastifyRequest } from 'fastify';
import { within } from '../../../runtime/observe/within.ts';
import { answered } from '../../client/client.ts';
import type { Follow } from '../../follow/context.ts';
import type { Console } from '../console.ts';
import { type Content, type Html, html } from '../html.ts';
import { badge, button, empty, json } from '../parts/parts.ts';
import { place } from '../places.ts';
import { ago } from '../times.ts';
import type { Sample } from './seen.ts';

export type SampleRecord = {
  readonly partition: number;
  readonly offset: string;
  readonly time: string;
  readonly key: string | null;
  readonly tombstone: boolean;
  readonly value: unknown;
  readonly undecodable: { readonly reason: string; readonly detail: string } | null;
};

/** A topic of a processor as its page shows it: null is what could not be told in time. */
export type Written = {
  readonly topic: string;
  readonly version: number | null;
  readonly records: readonly SampleRecord[] | null;
};

/** A page waits for its samples no longer, ms, as for the servers in the strip above: it has all else to tell. */
const PATIENCE_MS = 1_500;

/** The newest version that the registry has of a topic's schema; null: none. */
export const newestSchema = async ({ registered }: Follow, topic: string) =>
  (await registered?.all())?.get(topic)?.at(-1) ?? null;

/** What a processor writes to a topic: its schema, and the newest records that the map has seen there, decoded. */
export async function writtenTo(
  { shop: { follow }, ask }: Pick<Console, 'shop' | 'ask'>,
  request: FastifyRequest,
  topic: string,
  sample: Sample | undefined,
): Promise<Written> {
  const client = ask(request);
  const read = (sample?.newest ?? []).map(async ({ partition, offset }) => {
    const params = { path: { name: topic }, query: { partition, offset: String(offset), limit: 1 } };
    return (await answered(client.GET('/topics/{name}/records', { params }))).records as SampleRecord[];
  });
  const [schema, records] = await Promise.all([
    soonOrNull(follow === null ? null : newestSchema(follow, topic)),
    soonOrNull(sample === undefined ? null : Promise.all(read)),
  ]);
  return { topic, version: schema?.version ?? null, records: records?.flat() ?? null };
}

const soonOrNull = async <T>(asked: Promise<T> | null): Promise<T | null> =>
  asked === null ? null : within(asked, PATIENCE_MS).catch(() => null);

/** What a processor writes, topic by topic: closed, since its page is about the processor. */
export const writtenView = (all: readonly Written[], now: number): Content =>
  all.map(one => {
    const { topic, version, records } = one;
    const newest = records?.[0];
    const told = newest === undefined ? null : html`, newest ${ago(newest.time, now)}`;
    return html`<details id="written-${topic}"><summary>${topic} <span class="soft">${version === null ? 'schema' : `schema version ${version}`}${told}</span></summary>
<div class="inside"><p class="row">${schemaButton(one)} ${button(place(['topics', topic]), 'Browse its records')}</p>
${records === null ? empty('Its records could not be read.', 'Load the page again, or browse them.') : recordList(records, topic, now)}</div></details>`;
  });

const schemaButton = ({ topic, version }: Written): Html =>
  button(place(['schemas', topic], { version }), version === null ? 'Its schemas' : `Its schema, version ${version}`);

/** Records, each to be opened. */
export function recordList(records: readonly SampleRecord[], topic: string, now: number): Content {
  if (records.length === 0) {
    return empty(
      'There are no records on it.',
      'Nothing was written yet, or all have read what was, and it was deleted.',
    );
  }
  return records.map(({ partition, offset, time, key, tombstone, value, undecodable }) => {
    const what = tombstone
      ? badge('none', 'tombstone')
      : undecodable !== null
        ? badge('bad', 'cannot be read')
        : typeOf(value);
    return html`<details id="record-${topic}-${partition}-${offset}"><summary>${ago(time, now)} · <span class="mono">${key === null ? 'no key' : shortened(key)}</span> · ${what} <span class="soft">${topic} ${partition} @ ${offset}</span></summary>
<div class="inside">${undecodable !== null && html`<p>${undecodable.detail}</p>`}${json(value, `Record ${offset} of partition ${partition} of ${topic}`)}</div></details>`;
  });
}

const typeOf = (value: unknown): string => {
  const { event } = (value ?? {}) as { event?: { type?: unknown } };
  return typeof event?.type === 'string' ? event.type : 'record';
};

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text);
