import type { Terminal } from '../up/terminal.ts';

/** How far a file is. */
export type Progress = {
  readonly lines: number;
  readonly bytes: number;
  /** Null where it is not known. */
  readonly size: number | null;
  /** Since the start, ms. */
  readonly elapsed: number;
  /** What is counted. Default lines. */
  readonly what?: string;
};

/** Where nobody watches, a line every so often is enough, ms. */
const LINE_EVERY = 5_000;
const LOOK_EVERY = 200;

/** `1,200 lines, 34 %, 5,120/s, 0:12 left`. */
export function progressText({ lines, bytes, size, elapsed, what = 'lines' }: Progress): string {
  const seconds = elapsed / 1_000;
  const rate = seconds === 0 ? 0 : Math.round(lines / seconds);
  const parts = [`${number(lines)} ${what}`];
  if (size !== null && size > 0) parts.push(`${Math.floor((Math.min(bytes, size) / size) * 100)} %`);
  parts.push(`${number(rate)}/s`);
  if (size !== null && bytes > 0 && bytes < size) parts.push(`${clock(((size - bytes) / bytes) * seconds)} left`);
  return parts.join(', ');
}

export const number = (value: number): string => value.toLocaleString('en-US');

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Shows a text that changes: on a terminal in place, elsewhere as a line every few seconds. */
export function showProgress(terminal: Terminal, text: () => string): { stop(): void } {
  const timer = setInterval(
    () => (terminal.interactive ? terminal.status(text()) : terminal.write(`${text()}\n`)),
    terminal.interactive ? LOOK_EVERY : LINE_EVERY,
  );
  return {
    stop: () => {
      clearInterval(timer);
      terminal.status(null);
    },
  };
}
