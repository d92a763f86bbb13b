import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LongplayError } from '../../runtime/errors.ts';
import { contentOf } from './content.ts';
import type { Plan } from './plan.ts';
import type { Repository } from './repository.ts';

/** Writes, commits and tags. Where one of these fails, branch, index and files are put back as they were. */
export async function makeRelease(base: string, { git }: Repository, plan: Plan): Promise<void> {
  const { version, files, notes } = plan;
  const paths = [...files.keys()];
  const before = (await git('rev-parse', 'HEAD')).trim();
  const old = new Map(paths.map(path => [path, contentOf(join(base, path))]));
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), content);
    }
    await git('add', '--', ...paths);
    await git('commit', '--quiet', '--message', `Release ${version}`);
    // Headings of the changelog begin with #, which git takes for comments unless told otherwise.
    await git('tag', '--annotate', '--cleanup=whitespace', '--message', `${version}\n\n${notes}`, `v${version}`);
  } catch (cause) {
    await git('reset', '--quiet', '--soft', before);
    await git('reset', '--quiet', '--', ...paths).catch(() => {});
    for (const [path, content] of old) {
      if (content === null) rmSync(join(base, path), { force: true });
      else writeFileSync(join(base, path), content);
    }
    throw new LongplayError('LP_RELEASE_FAILED', reasonOf(cause), { cause });
  }
}

/** git tells on stderr what it is about; the message of the child process only repeats the command. */
function reasonOf(cause: unknown): string {
  const { stderr, message } = cause as { stderr?: string; message: string };
  return stderr?.trim() || message;
}
