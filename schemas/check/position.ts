/** Where something stands, for people and editors: lines and columns count from 1, columns in UTF-16 code units. */
export type Position = { readonly file: string | null; readonly line: number; readonly column: number };

export type Places = { at(offset: number): Position | null };

/** Turns offsets into positions. The lines are only looked for where a position is asked for. */
export function placesIn(text: string | null, file: string | null): Places {
  let starts: number[] | null = null;
  return {
    at(offset) {
      if (text === null || offset < 0) return null;
      starts ??= lineStarts(text);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] as number) <= offset) low = middle;
        else high = middle - 1;
      }
      return { file, line: low + 1, column: offset - (starts[low] as number) + 1 };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
