import { applyEdits, type TextEdit } from '../../../schemas/check/fix/edits.ts';

/** Lines of a text that edits change. */
export type Hunk = {
  /** Of the first line, from 1. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

const LONGEST_LINE = 160;
/** Characters that are shown around a change within a long line. */
const AROUND = 40;

/** Edits as the lines that they change; those of the same or neighbouring lines together. */
export function patchOf(text: string, edits: readonly TextEdit[]): Hunk[] {
  const regions: { start: number; end: number; edits: TextEdit[] }[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const start = text.lastIndexOf('\n', edit.start - 1) + 1;
    const next = text.indexOf('\n', edit.end);
    const end = next === -1 ? text.length : next;
    const last = regions.at(-1);
    if (last === undefined || start > last.end + 1) regions.push({ start, end, edits: [edit] });
    else {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    }
  }
  return regions.map(({ start, end, edits: own }) => {
    const before = text.slice(start, end);
    const after = applyEdits(
      before,
      own.map(one => ({ ...one, start: one.start - start, end: one.end - start })),
    );
    return hunk(text.slice(0, start).split('\n').length, before.split('\n'), after.split('\n'));
  });
}

/** Without the lines that are the same at its beginning and its end. */
function hunk(line: number, before: readonly string[], after: readonly string[]): Hunk {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const own = (lines: readonly string[]) => lines.slice(head, lines.length - tail);
  return { line: line + head, ...shortened(own(before), own(after)) };
}

/** A schema may stand on one line: of a long one, what changes and some of what is around it. */
function shortened(before: readonly string[], after: readonly string[]): Pick<Hunk, 'before' | 'after'> {
  const [one, other] = [before[0] ?? '', after[0] ?? ''];
  if (before.length !== 1 || after.length !== 1 || one.length <= LONGEST_LINE) return { before, after };
  let head = 0;
  while (head < one.length && one[head] === other[head]) head += 1;
  let tail = 0;
  const most = Math.min(one.length, other.length) - head;
  while (tail < most && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const part = (text: string): string => {
    const [from, to] = [Math.max(0, head - AROUND), Math.min(text.length, text.length - tail + AROUND)];
    return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
  };
  return { before: [part(one)], after: [part(other)] };
}
