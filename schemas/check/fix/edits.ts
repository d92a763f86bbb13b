import { onOneLine } from '../../generate/format.ts';
import type { JsonArray, JsonNode, JsonObject } from '../json.ts';

/** Replaces what lies between two offsets of a schema's text. */
export type TextEdit = { readonly start: number; readonly end: number; readonly text: string };

/** Applies edits that don't overlap; at one place the earlier of the list comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, index) => ({ ...edit, index }));
  ordered.sort((one, other) => one.start - other.start || one.index - other.index);
  let result = '';
  let at = 0;
  for (const { start, end, text: inserted } of ordered) {
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

export function replace(node: JsonNode, value: unknown): TextEdit {
  return { start: node.start, end: node.end, text: onOneLine(value) };
}

/** Puts a text before and after a value and leaves the value as it is written. */
export function wrap(node: JsonNode, before: string, after: string): TextEdit[] {
  return [
    { start: node.start, end: node.start, text: before },
    { start: node.end, end: node.end, text: after },
  ];
}

/** Sets a member where it stands, else behind the last one, on a line of its own where that one has its own. */
export function setMember(text: string, object: JsonNode, key: string, value: unknown): TextEdit {
  const { members } = object as JsonObject;
  const existing = members.findLast(one => one.key === key);
  if (existing !== undefined) return replace(existing.value, value);
  const last = members.at(-1);
  const added = `${JSON.stringify(key)}: ${onOneLine(value)}`;
  if (last === undefined) return { start: object.start + 1, end: object.end - 1, text: ` ${added} ` };
  return behind(text, last.start, last.value.end, added);
}

export function appendItems(text: string, list: JsonNode, values: readonly unknown[]): TextEdit {
  const last = (list as JsonArray).items.at(-1);
  const added = values.map(onOneLine);
  if (last === undefined) return { start: list.start + 1, end: list.end - 1, text: added.join(', ') };
  const edits = added.map(value => behind(text, last.start, last.end, value));
  return { start: last.end, end: last.end, text: edits.map(edit => edit.text).join('') };
}

/** Takes items out of a list, with the comma that goes with each. */
export function removeItems(list: JsonNode, wanted: (item: JsonNode) => boolean): TextEdit[] {
  const { items } = list as JsonArray;
  const kept = items.filter(item => !wanted(item));
  if (kept.length === 0) return [{ start: list.start + 1, end: list.end - 1, text: '' }];
  return items.flatMap((item, index) => {
    if (!wanted(item)) return [];
    const [previous, next] = [items[index - 1], items[index + 1]];
    // Before the first that stays, the comma behind an item goes; later, the one before it.
    const leads = items.slice(0, index).every(wanted);
    if (leads && next !== undefined) return [{ start: item.start, end: next.start, text: '' }];
    return [{ start: previous?.end ?? item.start, end: item.end, text: '' }];
  });
}

function behind(text: string, start: number, end: number, added: string): TextEdit {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const own = text.lastIndexOf('\n', start - 1) !== -1 && line.trim() === '';
  return { start: end, end, text: own ? `,\n${line}${added}` : `, ${added}` };
}
