import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program in a process of its own. */
export type Program = {
  readonly pid: number;
  stop(): Promise<void>;
};

/** The first line of its output for which `found` answers something. All further ones are shown to it as well. */
export function firstLine(child: ChildProcess, title: string, found: (line: string) => string | null): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', line => {
      const answer = found(line);
      if (answer !== null) resolve(answer);
    });
    child.once('close', () => reject(new Error(`${title} ended before it was ready.`)));
  });
}

export function programOf(child: ChildProcess): Program {
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  return {
    pid: child.pid as number,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
