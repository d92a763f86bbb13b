import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** A job that does what it is told, however odd. `mark`: a file that says that it has begun. */
export function job(input: unknown): unknown {
  const [what, ms = 0, mark] = input as [string, number?, string?];
  if (mark !== undefined) writeFileSync(mark, '');
  switch (what) {
    case 'abort':
      return process.abort();
    case 'exit':
      return process.exit(7);
    case 'throw':
      throw new TypeError('no such model');
    case 'closure':
      return () => what;
    case 'hang':
      for (;;);
    case 'fill': {
      const all: number[][] = [];
      for (;;) all.push(Array.from({ length: 100_000 }, (_, n) => n));
    }
    case 'heir': {
      const heir = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 120_000)'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      heir.unref();
      return heir.pid;
    }
    case 'env':
      return Object.keys(process.env).filter(name => name !== 'NODE_CHANNEL_FD' && !name.startsWith('NODE_'));
    default: {
      const until = Date.now() + ms;
      while (Date.now() < until);
      return process.pid;
    }
  }
}
