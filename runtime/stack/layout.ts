import { join, resolve } from 'node:path';
import type { Part } from './types.ts';

/** Where everything of one local stack lies. */
export type Layout = {
  readonly home: string;
  readonly downloads: string;
  readonly data: string;
  readonly logs: string;
  /** The lock of the data folder; beside it, so that it outlives `fresh`. */
  readonly lock: string;
  /** Pid files of what runs now, or ran when the program died. */
  readonly run: string;
  readonly log: (name: Part | 'download' | 'prepare') => string;
};

export function layoutOf(options: { home: string; data?: string; downloads?: string }): Layout {
  const home = resolve(options.home);
  const name = options.data ?? 'data';
  const logs = join(home, name === 'data' ? 'logs' : `${name}-logs`);
  return {
    home,
    downloads: resolve(options.downloads ?? join(home, 'downloads')),
    data: join(home, name),
    logs,
    lock: join(home, `${name}.lock`),
    run: join(home, name, 'run'),
    log: part => join(logs, `${part}.log`),
  };
}
