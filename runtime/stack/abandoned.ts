import { existsSync, rmSync } from 'node:fs';
import { layoutOf } from './layout.ts';
import { endLeftovers } from './leftovers.ts';
import { tryLock } from './lock.ts';

/** Ends what a dead program left running in a temporary home, and deletes that home. False where one is alive in it. */
export async function removeAbandoned(home: string): Promise<boolean> {
  const layout = layoutOf({ home });
  const lock = tryLock(layout.lock);
  if (lock === null) return false;
  try {
    if (existsSync(layout.run)) await endLeftovers(layout.run);
    rmSync(home, { recursive: true, force: true });
    return true;
  } finally {
    lock.release();
  }
}
