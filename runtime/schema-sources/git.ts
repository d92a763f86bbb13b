import { spawn } from 'node:child_process';
import { LongplayError } from '../errors.ts';

export type GitFile = { readonly path: string; readonly text: string };

export type GitTree = {
  readonly ref: string;
  readonly commit: string;
  /** What lies below the folder at this ref; paths are relative to it. */
  readonly files: readonly GitFile[];
};

/**
 * The files below `folder` as they stand at a git ref, without a checkout and without any server.
 *
 * @throws LP_SCHEMAS_NO_REPOSITORY, LP_SCHEMAS_REF_MISSING
 */
export async function gitTree(folder: string, ref: string): Promise<GitTree> {
  const prefix = await repositoryPrefix(folder);
  const commit = await git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit.code !== 0) throw await missing(folder, ref);
  const id = commit.stdout.toString().trim();
  const listing = await succeeded(git(folder, ['ls-tree', '-r', '-z', '--full-tree', id, '--', prefix || '.']));
  const entries = listing
    .toString()
    .split('\0')
    .flatMap(line => {
      const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.+)$/.exec(line) ?? [];
      return blob === undefined || path === undefined ? [] : [{ blob, path: path.slice(prefix.length) }];
    })
    .filter(({ path }) => path.endsWith('.avsc'));
  const texts = await blobs(
    folder,
    entries.map(({ blob }) => blob),
  );
  return { ref, commit: id, files: entries.map(({ path }, index) => ({ path, text: texts[index] as string })) };
}

/** The first of these refs that the repository has; null without a repository or any of them. */
export async function firstRef(folder: string, refs: readonly string[]): Promise<string | null> {
  for (const ref of refs) {
    const found = await git(folder, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]).catch(() => null);
    if (found?.code === 0) return ref;
  }
  return null;
}

/** The folder's path below the top of its repository, with a slash at its end; empty at the top. */
async function repositoryPrefix(folder: string): Promise<string> {
  const found = await git(folder, ['rev-parse', '--show-prefix']).catch((cause: unknown) => {
    throw new LongplayError('LP_SCHEMAS_NO_REPOSITORY', 'git could not be run.', { cause });
  });
  if (found.code !== 0) {
    throw new LongplayError(
      'LP_SCHEMAS_NO_REPOSITORY',
      `${folder} lies in no git repository that can be read (${found.stderr}).`,
    );
  }
  return found.stdout.toString().trim();
}

async function missing(folder: string, ref: string): Promise<LongplayError> {
  const remotes = (await succeeded(git(folder, ['remote']))).toString().split('\n').filter(Boolean);
  const fetch = fetchCommand(ref, remotes);
  const remedy = fetch === null ? 'The repository has no remote to fetch it from: check its name.' : `Run: ${fetch}`;
  return new LongplayError('LP_SCHEMAS_REF_MISSING', `git does not have ${ref} here. ${remedy}`, { remedy });
}

/** Means without an end, also for a clone that has everything (git-fetch, shallow). */
const allOfIt = 2_147_483_647;

/**
 * What brings a ref into a clone of one branch, such as a build server's: with a refspec, since without one such a clone
 * fetches the branch and keeps no name for it (git-fetch, "Configured remote-tracking branches").
 */
export function fetchCommand(ref: string, remotes: readonly string[]): string | null {
  const [first] = remotes;
  if (first === undefined) return null;
  const remote = remotes.find(name => ref.startsWith(`${name}/`));
  if (remote !== undefined) {
    const branch = ref.slice(remote.length + 1);
    return `git fetch --depth=1 ${remote} +refs/heads/${branch}:refs/remotes/${remote}/${branch}`;
  }
  const origin = remotes.includes('origin') ? 'origin' : first;
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref)) return `git fetch --depth=1 ${origin} ${ref}`;
  // A server is asked for whole ids only (gitprotocol-v2, "fetch"): what is abbreviated is found once all is here.
  if (/^[0-9a-f]{7,63}$/.test(ref))
    return `git fetch --depth=${allOfIt} ${origin} '+refs/heads/*:refs/remotes/${origin}/*'`;
  if (/^v?\d+(\.\d+)+/.test(ref)) return `git fetch --depth=1 ${origin} +refs/tags/${ref}:refs/tags/${ref}`;
  return `git fetch --depth=1 ${origin} +refs/heads/${ref}:refs/heads/${ref}`;
}

async function blobs(folder: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const out = await succeeded(git(folder, ['cat-file', '--batch'], `${ids.join('\n')}\n`));
  let at = 0;
  return ids.map(() => {
    const end = out.indexOf(10, at);
    const size = Number(out.toString('latin1', at, end).split(' ')[2]);
    const text = out.toString('utf8', end + 1, end + 1 + size);
    at = end + 1 + size + 1;
    return text;
  });
}

type Ended = { readonly code: number | null; readonly stdout: Buffer; readonly stderr: string };

function git(folder: string, args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...args], { cwd: folder, stdio: 'pipe' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', code =>
      resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString().trim() }),
    );
    child.stdin.end(input);
  });
}

async function succeeded(running: Promise<Ended>): Promise<Buffer> {
  const { code, stdout, stderr } = await running;
  if (code !== 0) throw new Error(`git ended with ${code}: ${stderr}`);
  return stdout;
}
