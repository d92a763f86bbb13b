import {
  closeSync,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';

const largest = 20 * 1024 * 1024;

/** Begins a log anew and keeps the one before it as `.1`. The caller closes the descriptor once the child has it. */
export function beginLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  keepAsOld(() => renameSync(file, `${file}.1`));
  return appendLog(file);
}

export function appendLog(file: string): number {
  return openSync(file, 'a', 0o640);
}

/**
 * Keeps the logs of long runs small: what is over 20 MB moves to `.1`. Copied and cut, for a server keeps its descriptor,
 * which appends.
 */
export function trimLogs(files: readonly string[]): void {
  for (const file of files) {
    keepAsOld(() => {
      if (statSync(file).size <= largest) return;
      copyFileSync(file, `${file}.1`);
      truncateSync(file);
    });
  }
}

/** The end of a log, at most `bytes` of it. */
export function tailOf(file: string, bytes = 64 * 1024): string {
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    readSync(fd, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(fd);
  }
}

/** Frames, and what Java says of itself after it has said what it refuses. */
const noise =
  /^\s*(at |\.\.\. \d+ more|$|Error: (Could not create the Java Virtual Machine|A fatal exception has occurred)\.)/;
const rootCause = /^\s*Caused by: /;
const complaint = /\b(ERROR|FATAL|PANIC|Error|[\w.]+(Exception|Error)):? /;

/**
 * The line that tells why a server ended: the last root cause of a Java stack trace, else the last complaint, else the
 * last line; never a stack frame.
 */
export function lastMeaningfulLine(text: string): string {
  const lines = text.split('\n').filter(line => !noise.test(line));
  const line = lines.findLast(each => rootCause.test(each)) ?? lines.findLast(each => complaint.test(each));
  return (line ?? lines.at(-1) ?? '(it said nothing)').replace(rootCause, '').trim().slice(0, 300);
}

function keepAsOld(move: () => void): void {
  try {
    move();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
