import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** The command line of a live process; null where there is none (a zombie counts as none). */
export function commandLine(pid: number): string | null {
  try {
    const text =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          }).trim();
    return text === '' || text.endsWith('<defunct>') ? null : text;
  } catch {
    return null;
  }
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Waits until `holds()` is true; false where the time (ms) is up first. */
export async function waitUntil(holds: () => boolean, limit: number): Promise<boolean> {
  const end = Date.now() + limit;
  while (!holds()) {
    if (Date.now() >= end) return false;
    await delay(50);
  }
  return true;
}
