import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fetchCommand, firstRef, gitTree } from './git.ts';

const home = mkdtempSync(join(tmpdir(), 'longplay-git-'));
const repository = join(home, 'repository');
const schemas = join(repository, 'below', 'schemas');
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: repository });

mkdirSync(join(schemas, 'orders', 'released'), { recursive: true });
git('init', '-q', '-b', 'main');
writeFileSync(join(schemas, 'orders', 'orders.avsc'), '{"was":"ä"}\n');
writeFileSync(join(schemas, 'orders', 'released', '1.avsc'), '{}');
writeFileSync(join(schemas, 'orders', 'note.txt'), 'no schema');
writeFileSync(join(repository, 'else.avsc'), 'elsewhere');
git('add', '.');
git('commit', '-q', '-m', 'one');
writeFileSync(join(schemas, 'orders', 'orders.avsc'), '{"is":1}');

// Git may still be tidying up by itself.
afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

describe('given a repository with schemas below its top', () => {
  it('then they are read as they stand at a ref, whatever the working files say', async () => {
    const { files, commit } = await gitTree(schemas, 'main');
    expect(files).toEqual([
      { path: 'orders/orders.avsc', text: '{"was":"ä"}\n' },
      { path: 'orders/released/1.avsc', text: '{}' },
    ]);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(await firstRef(schemas, ['origin/main', 'main', 'HEAD'])).toBe('main');
  });

  it('when a ref is missing, then the error has the command that fetches it', async () => {
    await expect(gitTree(schemas, 'origin/next')).rejects.toMatchObject({ code: 'LP_SCHEMAS_REF_MISSING' });
    git('remote', 'add', 'origin', '.');
    await expect(gitTree(schemas, 'origin/next')).rejects.toMatchObject({
      message: expect.stringContaining('git fetch --depth=1 origin +refs/heads/next:refs/remotes/origin/next'),
    });
  });

  it('when a ref looks like an option, then it is a ref', async () => {
    await expect(gitTree(schemas, '--help')).rejects.toMatchObject({ code: 'LP_SCHEMAS_REF_MISSING' });
  });
});

describe('given a folder without a repository', () => {
  it('then the error says so', async () => {
    await expect(gitTree(home, 'main')).rejects.toMatchObject({ code: 'LP_SCHEMAS_NO_REPOSITORY' });
    expect(await firstRef(home, ['main'])).toBeNull();
  });
});

describe('the command that fetches a ref', () => {
  it('given a clone of the newest commit only, then an abbreviated older one is there after it', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'two');
    const older = git('rev-parse', '--short', 'HEAD~1').toString().trim();
    const clone = join(home, 'clone');
    git('clone', '-q', '--depth=1', `file://${repository}`, clone);
    const missing = gitTree(join(clone, 'below', 'schemas'), older).catch(error => error.message as string);
    const command = /git fetch .*'$/m.exec((await missing) as string)?.[0] ?? '';
    execFileSync('sh', ['-c', command], { cwd: clone, stdio: 'pipe' });
    expect((await gitTree(join(clone, 'below', 'schemas'), older)).files).toHaveLength(2);
  });

  it.each([
    ['origin/main', ['origin'], 'git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main'],
    ['v0.1.0', ['origin'], 'git fetch --depth=1 origin +refs/tags/v0.1.0:refs/tags/v0.1.0'],
    ['next', ['fork', 'origin'], 'git fetch --depth=1 origin +refs/heads/next:refs/heads/next'],
    ['fork/next', ['fork', 'origin'], 'git fetch --depth=1 fork +refs/heads/next:refs/remotes/fork/next'],
    ['0a1b2c3d'.repeat(5), ['origin'], `git fetch --depth=1 origin ${'0a1b2c3d'.repeat(5)}`],
    ['0a1b2c3d', ['origin'], `git fetch --depth=2147483647 origin '+refs/heads/*:refs/remotes/origin/*'`],
    ['main', [], null],
  ])('of %s among %j is %s', (ref, remotes, command) => {
    expect(fetchCommand(ref, remotes)).toBe(command);
  });
});
