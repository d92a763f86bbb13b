import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a release asks of git. */
export type Repository = {
  git(...parameters: string[]): Promise<string>;
};

/** What decides whether a checkout may be released. */
export type Checkout = {
  /** HEAD where no branch is checked out. */
  readonly branch: string;
  /** As git shows them: changed, staged and unknown files. */
  readonly changes: readonly string[];
  readonly tags: readonly string[];
};

/** `base` has to be the top of a git checkout. */
export function repositoryAt(base: string): Repository {
  return {
    async git(...parameters) {
      const { stdout } = await execute('git', ['-C', base, ...parameters], { maxBuffer: 64 * 1024 * 1024 });
      return stdout;
    },
  };
}

export async function readCheckout({ git }: Repository): Promise<Checkout> {
  const lines = (text: string) => text.split('\n').filter(line => line !== '');
  const [branch, changes, tags] = await Promise.all([
    git('rev-parse', '--abbrev-ref', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=all'),
    git('tag', '--list', 'v*'),
  ]);
  return { branch: branch.trim(), changes: lines(changes), tags: lines(tags) };
}
