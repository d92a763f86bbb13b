import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, signalProcess, waitUntil } from './processes.ts';

/** A guard gives its child 20 s, then 5 s more (server.ts, guard.sh). */
const guardsTime = 30_000;

/**
 * After a crash: waits for what an earlier run left behind, whose guards are stopping it now, and ends what has lost its
 * guard as well. Call it under the folder's lock: then nothing found here belongs to a living program.
 */
export async function endLeftovers(run: string, onWait: (names: readonly string[]) => void = () => {}): Promise<void> {
  mkdirSync(run, { recursive: true });
  const found = recorded(run);
  const alive = () => found.filter(entry => entry.pids.some(entry.isOurs));
  if (alive().length > 0) onWait(alive().map(entry => entry.name));
  for (const entry of alive().filter(({ guard, isOurs }) => !isOurs(guard))) {
    signal(entry, entry.name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  }
  if (!(await waitUntil(() => alive().length === 0, guardsTime))) {
    for (const entry of alive()) signal(entry, 'SIGKILL');
    await waitUntil(() => alive().length === 0, 5_000);
  }
  for (const { file } of found) rmSync(file, { force: true });
}

type Recorded = {
  readonly name: string;
  readonly file: string;
  readonly guard: number;
  readonly pids: readonly number[];
  /** False for a pid that has been given to another program since. */
  readonly isOurs: (pid: number) => boolean;
};

function recorded(run: string): Recorded[] {
  return readdirSync(run)
    .filter(name => name.endsWith('.pid'))
    .map(name => {
      const file = join(run, name);
      const [guard = 0, child = 0] = readFileSync(file, 'utf8').split('\n').map(Number);
      // The guard's arguments name its pid file; each child's name the folder above it.
      const isOurs = (pid: number) =>
        pid > 0 && commandLine(pid)?.includes(pid === guard ? file : join(run, '..')) === true;
      return { name: name.slice(0, -'.pid'.length), file, guard, pids: [guard, child], isOurs };
    });
}

function signal(entry: Recorded, name: NodeJS.Signals): void {
  for (const pid of entry.pids.filter(entry.isOurs)) signalProcess(pid, name);
}
