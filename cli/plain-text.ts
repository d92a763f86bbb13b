export type Cells = readonly string[];

/** Columns as wide as their widest cell; the last one ends where it ends. */
export function tableText(header: Cells, rows: readonly Cells[], right: ReadonlySet<number> = new Set()): string {
  const all = [header, ...rows];
  const widths = header.map((_, n) => Math.max(...all.map(row => (row[n] ?? '').length)));
  const lineOf = (row: Cells): string =>
    row
      .map((cell, n) => (right.has(n) ? cell.padStart(widths[n] as number) : cell.padEnd(widths[n] as number)))
      .join('  ')
      .trimEnd();
  return `${all.map(lineOf).join('\n')}\n`;
}

export const timeOf = (at: number | null): string => (at === null ? '' : `${new Date(at).toISOString().slice(0, 19)}Z`);

/** Somebody else's text: it must not write to the terminal what it likes. */
export const printable = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, character => `\\x${character.codePointAt(0)?.toString(16)}`);

/** At most so many characters. */
export const short = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
