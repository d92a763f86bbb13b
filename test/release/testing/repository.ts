import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from '../../checks/files.ts';

/** What a command ended with. */
type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A git repository of its own, on main, with one commit: this checkout's files as they lie there. */
export function repositoryOf(checkout: string) {
  const base = mkdtempSync(join(tmpdir(), 'longplay-release-'));
  for (const path of filesBelow(checkout)) cpSync(join(checkout, path), join(base, path));
  symlinkSync(join(checkout, 'node_modules'), join(base, 'node_modules'));
  // Whatever git is told by the machine's own settings stays out.
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  // The same program starts dozens of times: it is compiled once.
  env.NODE_COMPILE_CACHE = join(base, '.git/compiled');
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) delete env[name];
  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: base, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Releaser');
  git('config', 'user.email', 'releaser@example.org');
  // The ignored folder of .gitignore has a slash, so that a link of that name would be seen.
  writeFileSync(join(base, '.git/info/exclude'), 'node_modules\n');
  commit('Everything');
  return {
    base,
    git,
    commit,
    read: (path: string): string => readFileSync(join(base, path), 'utf8'),
    write: (path: string, text: string): void => writeFileSync(join(base, path), text),
    release: (...parameters: string[]): Ended =>
      run(process.execPath, [join(base, 'test/release/main.ts'), ...parameters]),
    generate: (): Ended => run('npm', ['run', '--silent', 'generate']),
    /** Everything that a release could change: commits, tags, index and files. */
    state: (): string => [git('show-ref'), git('status', '--porcelain', '--untracked-files=all')].join('\n'),
    remove: (): void => rmSync(base, { recursive: true, force: true }),
  };

  function run(command: string, parameters: string[]): Ended {
    const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: base, env, encoding: 'utf8' });
    return { code: status, stdout, stderr };
  }
}
