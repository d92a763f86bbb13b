import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { staleFiles } from '../checks/generated.ts';
import type { Repository } from './repository.ts';

/**
 * Files that are not as generated. A tree that was found fresh is not looked through again, so that a dry run is not paid
 * for twice: git names a tree by all that is in it, and the checkout has no changes here. Kept beside git's own files.
 */
export async function staleInHead(base: string, { git }: Repository): Promise<readonly string[]> {
  const one = async (...parameters: string[]) => (await git('rev-parse', ...parameters)).trim();
  const [tree, path] = await Promise.all([one('HEAD^{tree}'), one('--git-path', 'longplay-fresh-tree')]);
  const kept = resolve(base, path);
  if (existsSync(kept) && readFileSync(kept, 'utf8') === tree) return [];
  const stale = await staleFiles(base);
  if (stale.length === 0) writeFileSync(kept, tree);
  return stale;
}
