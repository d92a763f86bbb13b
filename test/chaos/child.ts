import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type Exit, spawnGuarded } from '../../runtime/stack/guarded.ts';

export type Child = {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, however, and all that it said was looked at. */
  readonly exited: Promise<Exit>;
  /** SIGTERM, and harder ones when it does not end in time. */
  stop(): Promise<Exit>;
  kill(): Promise<Exit>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves with the first line for which it answers something; rejects when the program ends before. */
  said<T>(find: (line: string) => T | null): Promise<T>;
};

export type ChildOptions = {
  readonly name: string;
  /** Arguments of Node.js. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the pid files. */
  readonly run: string;
  /** Its output goes to `<logs>/<name>.log`, so that a stopped reader never stops the writer. */
  readonly logs: string;
  readonly onLine?: (line: string) => void;
};

/** Longer than a worker's own stop timeout, so that it is the worker that says what did not stop. */
const PATIENCE_S = 75;
const LOOK_EVERY_MS = 100;

/** A Node.js process that ends with this one, however this one ends. */
export async function startChild({ name, args, env, run, logs, onLine }: ChildOptions): Promise<Child> {
  const file = join(logs, `${name}.log`);
  const output = openSync(file, 'a');
  const program = await spawnGuarded({
    name,
    run,
    command: process.execPath,
    args,
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env.PATH, ...env },
    stopSignal: 'TERM',
    patience: PATIENCE_S,
    output,
  });
  closeSync(output);
  const listeners = new Set<(line: string) => void>();
  if (onLine) listeners.add(onLine);
  const look = linesOf(file, line => {
    for (const listener of listeners) listener(line);
  });
  const timer = setInterval(look.more, LOOK_EVERY_MS);
  const exited = program.exited.then(exit => {
    clearInterval(timer);
    look.more();
    look.close();
    return exit;
  });

  return {
    name,
    pid: program.pid,
    exited,
    stop: async () => {
      await program.stop();
      return exited;
    },
    kill: async () => {
      await program.kill();
      return exited;
    },
    signal: signal => process.kill(program.pid, signal),
    said: find =>
      new Promise((resolve, reject) => {
        const listener = (line: string) => {
          const found = find(line);
          if (found === null) return;
          listeners.delete(listener);
          resolve(found);
        };
        listeners.add(listener);
        void exited.then(({ text }) => reject(new Error(`${name} ${text}; see ${file}`)));
      }),
  };
}

/** Hands over what was appended to a file, line by line, whenever asked to look. */
function linesOf(file: string, onLine: (line: string) => void): { more(): void; close(): void } {
  const descriptor = openSync(file, 'r');
  const room = Buffer.alloc(1 << 16);
  let rest = Buffer.alloc(0);
  return {
    more: () => {
      for (let length = readSync(descriptor, room); length > 0; length = readSync(descriptor, room)) {
        const bytes = Buffer.concat([rest, room.subarray(0, length)]);
        const end = bytes.lastIndexOf(0x0a) + 1;
        rest = Buffer.from(bytes.subarray(end));
        for (const line of bytes.subarray(0, end).toString('utf8').split('\n')) if (line !== '') onLine(line);
      }
    },
    close: () => closeSync(descriptor),
  };
}
