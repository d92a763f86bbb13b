import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { Ground } from './ground.ts';
import { personalTexts } from './shop/asks.ts';

/** What the workers said and did, as far as it counts in the end. */
export type WorkerLog = {
  /** Lines at level error and fatal, and ends that nobody asked for. */
  readonly wrong: string[];
  readonly alarms: Map<string, number>;
  joins: number;
  takeovers: number;
  /** When tasks that send mails may have changed hands, and when one of them began anew, ms since the epoch. */
  readonly handovers: number[];
  readonly restarts: number[];
  /** From when to when a worker stood still, ms since the epoch. */
  readonly pauses: { readonly from: number; to: number }[];
};

export type Worker = {
  readonly name: string;
  state: 'starting' | 'running' | 'paused' | 'ending' | 'gone';
  kill(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Asks it to stop, and holds it to a clean end. */
  leave(): Promise<void>;
};

export type Workers = {
  readonly log: WorkerLog;
  /** Starts the worker of this number; resolves when it is ready. It has a home of its own, also after a kill. */
  start(number: number): Promise<Worker>;
  all(): readonly Worker[];
  stop(): Promise<void>;
};

export const newLog = (): WorkerLog => ({
  wrong: [],
  alarms: new Map(),
  joins: 0,
  takeovers: 0,
  handovers: [],
  restarts: [],
  pauses: [],
});

/** Worker processes as an operator would start them: `longplay streams`. */
export function openWorkers(ground: Ground): Workers {
  const log = newLog();
  const turns = new Map<number, number>();
  const workers: Worker[] = [];

  const start = async (number: number): Promise<Worker> => {
    const turn = (turns.get(number) ?? 0) + 1;
    turns.set(number, turn);
    const name = `worker-${number}.${turn}`;
    const child = await startChild({
      name,
      args: ['cli/bin.js', 'streams'],
      env: { ...ground.env, LONGPLAY_HOME: join(ground.home, 'workers', String(number)), LOG_LEVEL: 'debug' },
      run: ground.run,
      logs: ground.logs,
      onLine: line => note(log, name, line),
    });
    const worker = workerOf(child, log);
    workers.push(worker);
    await child.said(line => (line.includes('"Longplay is ready"') ? true : null));
    if (worker.state === 'starting') worker.state = 'running';
    return worker;
  };

  return {
    log,
    start,
    all: () => workers,
    stop: async () => {
      await Promise.all(workers.filter(({ state }) => state !== 'gone').map(worker => worker.leave()));
    },
  };
}

function workerOf(child: Child, log: WorkerLog): Worker {
  let pause: WorkerLog['pauses'][number] | undefined;
  const worker: Worker = {
    name: child.name,
    state: 'starting',
    kill: async () => {
      worker.state = 'ending';
      await child.kill();
    },
    pause: () => {
      worker.state = 'paused';
      log.pauses.push({ from: Date.now(), to: Number.POSITIVE_INFINITY });
      pause = log.pauses.at(-1);
      child.signal('SIGSTOP');
    },
    resume: () => {
      if (worker.state !== 'paused') return;
      child.signal('SIGCONT');
      if (pause) pause.to = Date.now();
      worker.state = 'running';
    },
    leave: async () => {
      worker.resume();
      worker.state = 'ending';
      const { code, text } = await child.stop();
      if (code !== 0) log.wrong.push(`${child.name} was asked to stop and ${text}`);
    },
  };
  void child.exited.then(({ text }) => {
    if (worker.state !== 'ending') log.wrong.push(`${child.name} ${text}, and nobody had asked it to`);
    worker.state = 'gone';
  });
  return worker;
}

/** Called for every line, so a line is parsed only where it counts. */
export function note(log: WorkerLog, worker: string, line: string): void {
  const joins = line.includes('"Joined the group."');
  const again = line.includes('"msg":"Taking the partition over again');
  if (joins && line.includes('.notifications"')) log.handovers.push(timeOf(line));
  if (again && line.includes('"processor":"notifications"')) log.restarts.push(timeOf(line));
  if (personalTexts.some(text => line.includes(text))) log.wrong.push(`${worker} logged something personal`);
  if (joins) log.joins++;
  else if (again) log.takeovers++;
  else if (line.includes('"alarm":true')) {
    const code = /"code":"([^"]+)"/.exec(line)?.[1] ?? 'unknown';
    log.alarms.set(code, (log.alarms.get(code) ?? 0) + 1);
  }
  // What the shell that guards it says of a kill -9; whether that was asked for is told by its end.
  if (line === 'Killed') return;
  if (line.includes('"level":"error"') || line.includes('"level":"fatal"') || !line.startsWith('{')) {
    log.wrong.push(`${worker} said: ${line.slice(0, 2_000)}`);
  }
}

const timeOf = (line: string): number => Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? '');
