/** Lines, and below them one line that changes while something is under way. */
export type Terminal = {
  readonly interactive: boolean;
  /** Whole lines, ending in a line break. */
  write(text: string): void;
  /** Replaces the changing line; null takes it away. Does nothing where the output is no terminal. */
  status(text: string | null): void;
};

const clearLine = '\r\u001b[2K';

export function createTerminal(stream: NodeJS.WriteStream): Terminal {
  const interactive = stream.isTTY === true;
  let current: string | null = null;
  const draw = () => stream.write(current === null ? '' : current.slice(0, (stream.columns || 80) - 1));
  return {
    interactive,
    write(text) {
      stream.write(current === null ? text : `${clearLine}${text}`);
      draw();
    },
    status(text) {
      if (!interactive || text === current) return;
      stream.write(clearLine);
      current = text;
      draw();
    },
  };
}
