import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export type Lock = { release(): void };

/** `SQLITE_BUSY`, https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/**
 * Takes a lock that dies with this process, or returns null where another process holds it.
 *
 * A file that names its holder must be taken over when the holder has died, and two takers can both believe that they
 * did; a re-used pid keeps it for ever. Node has no flock(), but SQLite locks its file with the kernel's record locks
 * (https://www.sqlite.org/lockingv3.html): a reserved lock has one holder and ends with it, also by kill -9.
 */
export function tryLock(file: string): Lock | null {
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) return null;
    throw error;
  }
  writeFileSync(holderFile(file), String(process.pid));
  return {
    release() {
      if (!database.isOpen) return;
      rmSync(holderFile(file), { force: true });
      database.close();
    },
  };
}

/** The pid of the holder, for a message; null in the moment in which it has not written it yet. */
export function lockHolder(file: string): number | null {
  try {
    return Number(readFileSync(holderFile(file), 'utf8')) || null;
  } catch {
    return null;
  }
}

const holderFile = (file: string) => `${file}.pid`;
