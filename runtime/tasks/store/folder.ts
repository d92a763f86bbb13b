import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LongplayError } from '../../errors.ts';
import { type Lock, tryLock } from '../../stack/lock.ts';
import { fileStore } from './file.ts';
import type { StateStore } from './port.ts';

/** The states of all tasks of this process. */
export type StateFolder = {
  open(processor: string, partition: number): Promise<StateStore>;
  /** Lets another process have the folder. Every store must be closed before. */
  close(): void;
};

/** More processes than this on one home are a mistake. */
const MOST_PROCESSES = 64;

/**
 * Takes the first sub-folder (1, 2, 3…) that no living process holds. One of its own for each process, rather than one
 * for all that only the first may use: processes pass partitions to each other at any time, and what a process kept of a
 * partition it had earlier is still a good start, since its checkpoint says how far it goes.
 *
 * What was written on another boot of the machine is deleted: nothing is synced to disk, so a crash of the machine may
 * have kept any part of it.
 */
export function stateFolder(path: string, boot: string | null = bootId()): StateFolder {
  const { folder, lock } = take(path);
  const bootFile = join(folder, 'boot');
  if (boot === null || textOf(bootFile) !== boot) {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith('lock')) rmSync(join(folder, name), { recursive: true, force: true });
    }
    if (boot !== null) writeFileSync(bootFile, boot);
  }
  return {
    open: (processor, partition) => fileStore(join(folder, `${processor}-${partition}`)),
    close: () => lock.release(),
  };
}

function take(path: string): { folder: string; lock: Lock } {
  try {
    for (let number = 1; number <= MOST_PROCESSES; number++) {
      const folder = join(path, String(number));
      mkdirSync(folder, { recursive: true });
      const lock = tryLock(join(folder, 'lock'));
      if (lock !== null) return { folder, lock };
    }
  } catch (cause) {
    throw new LongplayError('LP_TASK_STORE_UNUSABLE', `No folder for states could be made in ${path}: ${cause}`, {
      cause,
    });
  }
  throw new LongplayError(
    'LP_TASK_STORE_UNUSABLE',
    `${MOST_PROCESSES} processes keep their states in ${path} already.`,
  );
}

/** Differs after each start of the machine; null where the system does not tell: then nothing is kept. */
function bootId(): string | null {
  if (process.platform === 'linux') return textOf('/proc/sys/kernel/random/boot_id');
  if (process.platform !== 'darwin') return null;
  try {
    return execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
