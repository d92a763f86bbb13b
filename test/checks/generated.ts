import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from './files.ts';
import { run } from './run.ts';

/** Files that `npm run generate` would change. It runs in a copy, so that a check never changes the checkout. */
export async function staleFiles(base: string): Promise<string[]> {
  const copy = mkdtempSync(join(tmpdir(), 'longplay-generated-'));
  try {
    const before = filesBelow(base);
    for (const path of before) cpSync(join(base, path), join(copy, path));
    symlinkSync(join(base, 'node_modules'), join(copy, 'node_modules'));
    if ((await run('npm', ['run', '--silent', 'generate'], { cwd: copy })) !== 0) return ['`npm run generate` failed'];
    const after = filesBelow(copy);
    const changed = after.filter(path => !before.includes(path) || differ(join(base, path), join(copy, path)));
    return [...changed, ...before.filter(path => !after.includes(path))];
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function differ(one: string, other: string): boolean {
  return !readFileSync(one).equals(readFileSync(other));
}
