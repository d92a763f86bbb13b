import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobOrder, JobWord } from './messages.ts';

/** How a worker ended. */
export type WorkerEnd = {
  readonly signal: NodeJS.Signals | null;
  readonly exitCode: number | null;
  /** The last of what it wrote to stderr, such as a stack. */
  readonly said: string;
};

export type WorkerOptions = {
  /** The module that exports `job`. */
  readonly module: URL;
  /** What its process sees of the environment. Nothing is inherited: a job needs no secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** Most megabytes of its heap. */
  readonly memory: number;
  readonly heard: (word: JobWord) => void;
  /** Called once; also where it could not be started. */
  readonly ended: (end: WorkerEnd) => void;
};

export type JobWorker = {
  /** @throws where the input has no structured clone; then nothing is sent. */
  send(order: JobOrder): void;
  /** At once, whatever it does; `ended` is told when it is gone. */
  kill(): void;
};

const SAID_KEPT = 2_000;
/** How long the last of its output may take after its end, ms. */
const LAST_WORDS_MS = 500;
const program = fileURLToPath(new URL('./worker-program.ts', import.meta.url));

/** Starts a process that runs jobs of one module, one after another. */
export function startWorker({ module, env, memory, heard, ended }: WorkerOptions): JobWorker {
  let said = '';
  let isOver = false;
  const end = (signal: NodeJS.Signals | null, exitCode: number | null): void => {
    if (isOver) return;
    isOver = true;
    ended({ signal, exitCode, said });
  };
  const child: ChildProcess = fork(program, [module.href, String(process.pid)], {
    env,
    execArgv: [`--max-old-space-size=${memory}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-SAID_KEPT);
  });
  child.on('message', word => heard(word as JobWord));
  // Could not be started, or be sent to: then it is gone, or goes now.
  child.on('error', error => {
    said = (said + error.message).slice(-SAID_KEPT);
    if (child.pid === undefined) end(null, null);
    else child.kill('SIGKILL');
  });
  // Not at `exit`: what it wrote last would be missing. But what it started may hold its stderr open for ever.
  child.on('close', (exitCode, signal) => end(signal, exitCode));
  child.on('exit', (exitCode, signal) => {
    const over = setTimeout(() => {
      child.stderr?.destroy();
      end(signal, exitCode);
    }, LAST_WORDS_MS);
    child.on('close', () => clearTimeout(over));
  });
  return {
    send: order => void child.send(order),
    kill: () => void child.kill('SIGKILL'),
  };
}
