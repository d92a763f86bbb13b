import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { LongplayError } from '../errors.ts';

export const megabyte = 1024 * 1024;

/** Bytes that this process may still write below `folder` (or its nearest parent that exists). */
export function freeSpace(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error;
    return freeSpace(parent);
  }
}

/** Refuses at once, rather than with a server that dies half-way through its first writes. */
export function requireSpace(folder: string, bytes: number, use: string): void {
  const free = freeSpace(folder);
  if (free >= bytes) return;
  const megabytes = (count: number) => `${Math.floor(count / megabyte)} MB`;
  throw diskFull(folder, `${megabytes(free)} are free there, and ${use} need ${megabytes(bytes)}`);
}

export function diskFull(folder: string, particulars: string, cause?: unknown): LongplayError {
  return new LongplayError('LP_STACK_DISK_FULL', `The disk of ${folder} is too full: ${particulars}.`, {
    remedy: `Make room there, or set LONGPLAY_HOME to a folder on another disk, then start again.`,
    cause,
  });
}

const full = /No space left on device|ENOSPC|Disk quota exceeded/i;

/** The line in which a server or tool said, in its own words, that the disk is full; null where none did. */
export function diskFullLine(text: string): string | null {
  return (
    text
      .split(/[\r\n]/)
      .find(line => full.test(line))
      ?.trim()
      .slice(0, 300) ?? null
  );
}
