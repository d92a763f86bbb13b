/** A line of a file, without its line break, or what is wrong with it. */
export type Line =
  | { readonly number: number; readonly text: string; readonly fault?: undefined }
  | { readonly number: number; readonly text?: undefined; readonly fault: string };

/** The lines that a piece of the file ends, and how many bytes were read so far. */
export type LineBatch = { readonly lines: readonly Line[]; readonly bytes: number };

/** Far beyond any line that fits into a record; without a bound, a file without line breaks would be held whole. */
const LONGEST_LINE = 1_048_576;

const BREAK = 0x0a;
const BOM = '\ufeff';

/** Cuts a stream of bytes into lines of UTF-8 text. Blank lines are counted, and not answered. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, longest = LONGEST_LINE): AsyncGenerator<LineBatch> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  let bytes = 0;
  let rest: Buffer[] = [];
  let restLength = 0;

  const keep = (piece: Buffer): void => {
    restLength += piece.length;
    // Only its length matters any more.
    if (restLength > longest) rest = [];
    else if (piece.length > 0) rest.push(piece);
  };

  const finish = (): Line | null => {
    number += 1;
    const tooLong = restLength > longest;
    const whole = rest.length === 1 ? (rest[0] as Buffer) : Buffer.concat(rest);
    rest = [];
    restLength = 0;
    if (tooLong) return { number, fault: `is longer than ${longest} bytes` };
    try {
      const decoded = decoder.decode(whole);
      const text = number === 1 && decoded.startsWith(BOM) ? decoded.slice(1) : decoded;
      return text.trim() === '' ? null : { number, text };
    } catch {
      return { number, fault: 'is not UTF-8 text' };
    }
  };

  for await (const chunk of chunks) {
    bytes += chunk.length;
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(BREAK); at >= 0; at = chunk.indexOf(BREAK, from)) {
      keep(chunk.subarray(from, at));
      from = at + 1;
      const line = finish();
      if (line !== null) lines.push(line);
    }
    keep(chunk.subarray(from));
    yield { lines, bytes };
  }
  if (restLength === 0) return;
  const last = finish();
  if (last !== null) yield { lines: [last], bytes };
}
