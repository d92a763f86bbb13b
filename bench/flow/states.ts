import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type StateSize = { readonly processor: string; readonly bytes: number };

/** Bytes on disk of the states of all processes on this home: `state/<prefix>/<process>/<processor>-<partition>/`. */
export function stateSizes(home: string, prefix: string): readonly StateSize[] {
  const root = join(home, 'state', prefix);
  const bytes = new Map<string, number>();
  for (const process of readdirSync(root)) {
    for (const task of readdirSync(join(root, process), { withFileTypes: true })) {
      if (!task.isDirectory()) continue;
      const processor = task.name.slice(0, task.name.lastIndexOf('-'));
      const folder = join(root, process, task.name);
      const size = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
      bytes.set(processor, (bytes.get(processor) ?? 0) + size);
    }
  }
  return [...bytes].map(([processor, size]) => ({ processor, bytes: size })).sort((a, b) => b.bytes - a.bytes);
}
