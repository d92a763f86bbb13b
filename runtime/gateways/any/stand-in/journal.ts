import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LongplayError } from '../../../errors.ts';

export type Journal<T> = {
  /** What was in the file when it was opened. */
  readonly entries: readonly T[];
  /** Returns when the entry is written: it survives the end of the process, though not that of the machine. */
  append(entry: T): void;
  close(): void;
};

/** An append-only file of one JSON document per line. */
export function openJournal<T>(path: string): Journal<T> {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  const { entries, size } = readEntries<T>(path);
  let end = size;
  // A killed process may leave half a line. It was never answered, so it never happened.
  ftruncateSync(file, end);

  return {
    entries,
    append(entry) {
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      if (fstatSync(file).size !== end) throw damaged(path, 'another program has written to it');
      const written = writeSync(file, line);
      if (written < line.length) {
        ftruncateSync(file, end);
        throw damaged(path, 'the disk is full');
      }
      end += line.length;
    },
    close: () => closeSync(file),
  };
}

function readEntries<T>(path: string): { entries: T[]; size: number } {
  const bytes = readFileSync(path);
  const size = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.subarray(0, size).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.map((line, index) => {
    try {
      return JSON.parse(line) as T;
    } catch (cause) {
      throw damaged(path, `line ${index + 1} is no JSON`, cause);
    }
  });
  return { entries, size };
}

function damaged(path: string, what: string, cause?: unknown): LongplayError {
  return new LongplayError('LP_STANDIN_LEDGER_DAMAGED', `The file ${path} cannot be used: ${what}.`, { cause });
}
