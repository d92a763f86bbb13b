import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import { diskFull, diskFullLine, megabyte, requireSpace } from './disk.ts';
import { runGuarded } from './guarded.ts';
import { findOnPath, type Java } from './java.ts';
import type { Layout } from './layout.ts';
import { endLeftovers } from './leftovers.ts';
import { lockHolder, tryLock } from './lock.ts';
import { beginLog } from './logs.ts';
import { mavenError, mavenProgress, progressText } from './maven-progress.ts';
import type { StackProgress } from './types.ts';
import { pomFile } from './versions.ts';

export type Downloads = { readonly folder: string; readonly kafka: string; readonly registry: string };

type Context = {
  readonly layout: Layout;
  readonly java: Java;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StackProgress) => void;
};

/** The jars of Kafka and the registry, fetched once. A folder that exists is whole: it is renamed into place at the end. */
export async function ensureDownloads(context: Context): Promise<Downloads> {
  // Named after the POM: another version, or another dependency, is another folder.
  const pom = createHash('sha256').update(readFileSync(pomFile)).digest('hex').slice(0, 12);
  const folder = join(context.layout.downloads, `servers-${pom}`);
  if (!existsSync(folder)) await underLock(context, folder);
  // A class archive (start-archive.ts) is valid for the path that the jars had when it was written, also through a link.
  const real = realpathSync(folder);
  return { folder: real, kafka: join(real, 'kafka'), registry: join(real, 'registry') };
}

/** Two programs may share the downloads (a test and `npm start`): the second waits for what the first one fetches. */
async function underLock(context: Context, folder: string): Promise<void> {
  const { downloads } = context.layout;
  mkdirSync(downloads, { recursive: true });
  const file = join(downloads, 'downloads.lock');
  let lock = tryLock(file);
  while (lock === null) {
    const holder = lockHolder(file);
    context.onProgress({
      part: 'download',
      text: `waiting for process ${holder ?? '?'}, which is fetching the servers`,
    });
    await delay(1_000, undefined, { signal: context.signal });
    lock = tryLock(file);
  }
  try {
    const run = join(downloads, 'run');
    await endLeftovers(run);
    if (!existsSync(folder)) await fetch(context, folder, run);
  } finally {
    lock.release();
  }
}

async function fetch(context: Context, folder: string, run: string): Promise<void> {
  const { layout, java, env, signal } = context;
  const maven = requireMaven(env);
  requireSpace(layout.downloads, 600 * megabyte, 'Kafka and the registry');
  const log = layout.log('download');
  closeSync(beginLog(log));
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  const progress = reporter(context.onProgress);
  try {
    const result = await runGuarded(
      {
        name: 'maven',
        run,
        command: maven,
        args: mavenArguments(part),
        cwd: layout.downloads,
        env: { ...env, JAVA_HOME: java.home },
        stopSignal: 'TERM',
        patience: 3,
      },
      signal,
      text => {
        appendFileSync(log, text);
        progress.read(text);
      },
    );
    if (result.code !== 0) throw mavenFailed(layout, log, result.output || result.text);
    renameSync(part, folder);
  } finally {
    progress.end();
    rmSync(part, { recursive: true, force: true });
  }
}

function mavenArguments(into: string): string[] {
  return [
    ...['--file', pomFile, 'prepare-package', `-Dlongplay.into=${into}`],
    // A missing file is asked for again, though Maven remembers it as missing; a damaged one is refused.
    ...['--update-snapshots', '--strict-checksums', '-Dstyle.color=never'],
    // A dead connection ends after a minute, not after Maven's half hour: before 3.9, and since.
    ...[
      '-Dmaven.wagon.rto=60000',
      '-Daether.connector.requestTimeout=60000',
      '-Daether.connector.connectTimeout=15000',
    ],
  ];
}

function requireMaven(env: Context['env']): string {
  const maven = findOnPath('mvn', env);
  if (maven !== null) return maven;
  throw new LongplayError(
    'LP_STACK_MAVEN_MISSING',
    'Kafka and the registry are fetched with Maven on the first start, and there is no `mvn` on the PATH.',
  );
}

function mavenFailed(layout: Layout, log: string, output: string): LongplayError {
  const reason = mavenError(output);
  const full = diskFullLine(output);
  if (full !== null) return diskFull(layout.downloads, `Maven said "${full}"`);
  return new LongplayError(
    'LP_STACK_DOWNLOAD_FAILED',
    `Maven could not fetch Kafka and the registry: ${reason === '' ? 'it gave no reason' : reason}`,
    {
      remedy: `Check the connection to Maven Central (or the mirror and proxy in ~/.m2/settings.xml) and start again; all that Maven said is in ${log}.`,
    },
  );
}

/** Says something each second, also while Maven says nothing. */
function reporter(onProgress: Context['onProgress']): { read(text: string): void; end(): void } {
  const advance = mavenProgress();
  const began = Date.now();
  let state = advance('');
  const report = () => {
    const seconds = Math.round((Date.now() - began) / 1_000);
    const { current } = state;
    const amount = current && current.total >= 1e6 ? { done: current.done, total: current.total } : {};
    onProgress({ part: 'download', text: `${progressText(state)} (${seconds} s)`, ...amount });
  };
  onProgress({ part: 'download', text: 'Kafka and the registry, with Maven' });
  const timer = setInterval(report, 1_000);
  return {
    read: text => {
      state = advance(text);
    },
    end: () => clearInterval(timer),
  };
}
