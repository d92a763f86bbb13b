import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

const guard = join(import.meta.dirname, 'guard.sh');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.runIf(process.platform !== 'win32')('the guard', () => {
  it('given a program that dies before it was told the pid, then the child is ended all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'longplay-guard-'));
    folders.push(folder);
    const file = openSync(join(folder, 'pids'), 'w+');
    // Waits a moment, so that by then nobody holds the other ends of its pipes.
    const late = ['-c', 'sleep 0.2; exec sh "$@"', 'sh', guard, join(folder, 'pids'), 'TERM', '5', 'sleep', '300'];
    const shell = spawn('sh', late, { detached: true, stdio: ['pipe', 'ignore', 'ignore', 'pipe', file] });
    closeSync(file);
    shell.stdin?.destroy();
    (shell.stdio[3] as NodeJS.ReadableStream & { destroy(): void }).destroy();
    const pids = await vi.waitFor(() => {
      const read = readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n').map(Number);
      expect(read).toHaveLength(2);
      return read;
    }, 20_000);
    await vi.waitFor(() => expect(pids.filter(lives)).toEqual([]), 20_000);
  });
});
