import type { Asked } from './browse.ts';
import { type RecordView, showsNewest } from './record-view.ts';

/** An argument as a shell reads it literally. */
export const shellArgument = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** The same question to the API, to be pasted into a shell; the key is in LONGPLAY_KEY. */
export function curlOf(base: string, topic: string, asked: Asked): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) query.append(name, String(value));
  const url = `${base}/topics/${encodeURIComponent(topic)}/records?${query}`;
  return `curl -s -H "authorization: Bearer $LONGPLAY_KEY" ${shellArgument(url)}`;
}

/** The command line's way to the same records; null where it has none. `ofOrder`: keys of the topic are order ids. */
export function longplayOf(view: RecordView, ofOrder: boolean): string | null {
  const tail = `npx longplay topics tail ${shellArgument(view.topic)}`;
  if (showsNewest(view) && view.partition === null) return tail;
  const rest = view.offset === null && view.time === null && view.at === null && view.partition === null;
  if (!rest) return null;
  if (view.key === null) return `${tail} --from beginning`;
  return ofOrder ? `${tail} --order ${shellArgument(view.key)} --from beginning` : null;
}
