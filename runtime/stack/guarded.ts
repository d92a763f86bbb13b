import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { signalProcess } from './processes.ts';

export const guardFile = fileURLToPath(new URL('./guard.sh', import.meta.url));

export type GuardedOptions = {
  /** Names the pid file. */
  readonly name: string;
  /** Folder of the pid files. */
  readonly run: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What asks it to stop. Postgres takes INT for its fast shutdown. */
  readonly stopSignal: 'TERM' | 'INT';
  /** Seconds from that signal to the first harder one. */
  readonly patience: number;
  /** A file descriptor that takes its output, or `onOutput`. */
  readonly output: number | ((text: string) => void);
  /** Another user to run as; needs root. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
};

export type Exit = { readonly code: number; readonly text: string };

export type Guarded = {
  readonly name: string;
  /** Of the program itself, not of its guard. */
  readonly pid: number;
  /** Resolves when it has ended, however. */
  readonly exited: Promise<Exit>;
  /** Asks it to stop, then forces it; resolves when it has ended. */
  stop(): Promise<Exit>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<Exit>;
};

/**
 * Starts a program under guard.sh, which ends it when this process ends, also by kill -9. The pid file is open before the
 * program runs, so nothing of ours ever runs unrecorded (leftovers.ts reads it after a crash that took the guard, too).
 */
export async function spawnGuarded(options: GuardedOptions): Promise<Guarded> {
  const pidFile = join(options.run, `${options.name}.pid`);
  const pidFd = openSync(pidFile, 'w');
  const output = typeof options.output === 'number' ? options.output : 'pipe';
  const { stopSignal, patience, command, args } = options;
  const guard = spawn('/bin/sh', [guardFile, pidFile, stopSignal, String(patience), command, ...args], {
    cwd: options.cwd,
    env: { ...options.env },
    detached: true,
    stdio: ['pipe', output, output, 'pipe', pidFd],
    ...options.user,
  });
  closeSync(pidFd);
  if (typeof options.output === 'function') forward(guard, options.output);
  const exited = exitOf(guard);
  const pid = await Promise.race([childPid(guard), exited.then(() => 0)]);
  const done = exited.then(exit => {
    // Where the guard itself was killed, its child is still there.
    if (guard.signalCode !== null && pid !== 0) signalProcess(pid, 'SIGKILL');
    rmSync(pidFile, { force: true });
    return exit;
  });
  return {
    name: options.name,
    pid,
    exited: done,
    stop() {
      guard.stdin?.destroy();
      return done;
    },
    kill() {
      if (pid !== 0) signalProcess(pid, 'SIGKILL');
      return done;
    },
  };
}

/** Runs a program to its end, under guard; its output is returned and, line by line, handed to `onLine`. */
export async function runGuarded(
  options: Omit<GuardedOptions, 'output'>,
  signal: AbortSignal,
  onOutput: (text: string) => void = () => {},
): Promise<Exit & { readonly output: string }> {
  signal.throwIfAborted();
  let output = '';
  const program = await spawnGuarded({
    ...options,
    output: text => {
      output = (output + text).slice(-100_000);
      onOutput(text);
    },
  });
  const abort = () => void program.stop();
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    const exit = await program.exited;
    signal.throwIfAborted();
    return { ...exit, output };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function forward(guard: ChildProcess, onOutput: (text: string) => void): void {
  for (const stream of [guard.stdout, guard.stderr]) {
    stream?.setEncoding('utf8').on('data', onOutput);
  }
}

/** `close`, not `exit`: all that it said has been read by then. */
async function exitOf(guard: ChildProcess): Promise<Exit> {
  const [code, signal] = (await once(guard, 'close')) as [number | null, NodeJS.Signals | null];
  if (code === null) return { code: 1, text: `guard ended by ${signal}` };
  return { code, text: code > 128 ? `ended by signal ${code - 128}` : `ended with exit code ${code}` };
}

async function childPid(guard: ChildProcess): Promise<number> {
  const stream = guard.stdio[3] as Readable;
  stream.setEncoding('utf8');
  let text = '';
  for await (const chunk of stream) text += chunk;
  return Number(text);
}
