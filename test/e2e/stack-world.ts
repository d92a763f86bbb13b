import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { removeAbandoned } from '../../runtime/stack/abandoned.ts';
import type { Part, StackOptions, StartedPart } from '../../runtime/stack/types.ts';
import { sharedDownloads, temporaryFolder } from '../setup/servers.ts';

const driverFile = fileURLToPath(new URL('./stack-driver.ts', import.meta.url));

export type DriverOptions = Partial<Omit<StackOptions, 'onProgress' | 'signal'>>;

export type Event = {
  readonly event: 'progress' | 'up' | 'exit' | 'restarted' | 'stopped' | 'refused' | 'ended';
  readonly part?: Part | 'download';
  readonly text?: string;
  readonly code?: string;
  readonly message?: string;
  readonly remedy?: string;
  readonly reason?: string;
  readonly registryUrl?: string;
  readonly databaseUrl?: string;
  readonly kafkaBrokers?: string[];
  readonly parts?: StartedPart[];
  readonly pids?: Record<Part, number>;
};

export type Driver = {
  readonly pid: number;
  readonly process: ChildProcess;
  /** What it wrote to stderr: nothing, where all is well. */
  readonly complaints: () => string;
  /** The first event, also a past one, that fits; an `ended` ends the wait with an error unless it is the one. */
  until(what: string, fits: (event: Event) => boolean): Promise<Event>;
  signal(name: NodeJS.Signals): void;
  order(text: string): void;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
};

export const temporaryHome = (): string => temporaryFolder('longplay-e2e-');

/** Starts the driver in a process group of its own, as a shell does with a foreground program. */
export function startDriver(home: string, options: DriverOptions = {}, env: Record<string, string> = {}): Driver {
  const all: Omit<StackOptions, 'onProgress'> = {
    home,
    downloads: sharedDownloads,
    start: { kafka: true, registry: true, postgres: true },
    ports: { kafka: 0, registry: 0, postgres: 0 },
    ...options,
  };
  const driver = spawn(process.execPath, [driverFile, JSON.stringify(all)], {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const events: Event[] = [];
  const waiting = new Set<() => void>();
  const tell = (event: Event) => {
    events.push(event);
    for (const look of waiting) look();
  };
  createInterface({ input: driver.stdout }).on('line', line => tell(JSON.parse(line) as Event));
  let complaints = '';
  driver.stderr.setEncoding('utf8').on('data', text => {
    complaints += text;
  });
  const ended = once(driver, 'close').then(([code]) => {
    tell({ event: 'ended' });
    return code as number | null;
  });
  return {
    pid: driver.pid as number,
    process: driver,
    complaints: () => complaints,
    until: (what, fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find(fits);
          if (found === undefined && events.at(-1)?.event !== 'ended') return;
          waiting.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(`the driver ended before ${what}: ${JSON.stringify(events.slice(-4))} ${complaints}`));
        };
        waiting.add(look);
        look();
      }),
    signal: name => process.kill(-(driver.pid as number), name),
    order: text => driver.stdin.write(`${text}\n`),
    ended,
  };
}

export async function up(driver: Driver): Promise<Required<Event>> {
  return (await driver.until('it was up', ({ event }) => event === 'up')) as Required<Event>;
}

export async function refusal(driver: Driver): Promise<Event> {
  return driver.until('it refused', ({ event }) => event === 'refused');
}

/** As Ctrl-C in a terminal: the whole foreground group gets it. */
export async function stop(driver: Driver): Promise<number | null> {
  driver.signal('SIGINT');
  return driver.ended;
}

export type Seen = { readonly pid: number; readonly command: string };

/** The watcher of a guard naps so (runtime/stack/guard.sh); the guard has told it to go before it goes itself. */
const NAP = 'sleep 0.1';

/** Every process, but this one, that works in or names one of these folders (Postgres' own name none: they work in one). */
export function processesOf(...folders: readonly string[]): Seen[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => ({ pid: Number(name), command: read(name, 'cmdline'), cwd: link(name) }))
    .filter(({ pid, command, cwd }) => {
      return (
        pid !== process.pid &&
        !['', NAP].includes(command) &&
        folders.some(folder => `${command} ${cwd}`.includes(folder))
      );
    });
}

/** A server that was stopped is gone within this, ms, and the guard beside it: most of it is waited for by a test that fails. */
export const STOPPED_MS = 20_000;

/** Waits until none of them is left; what is left after `limit` ms is returned. */
export async function orphans(limit: number, ...folders: readonly string[]): Promise<Seen[]> {
  const end = Date.now() + limit;
  while (processesOf(...folders).length > 0 && Date.now() < end) await new Promise(wake => setTimeout(wake, 50));
  return processesOf(...folders);
}

/** After a spec, also a failed one. */
export async function removeHome(home: string, drivers: readonly Driver[]): Promise<void> {
  for (const driver of drivers) {
    if (driver.process.exitCode === null && driver.process.signalCode === null) driver.process.kill('SIGKILL');
    await driver.ended;
  }
  await removeAbandoned(home);
  rmSync(home, { recursive: true, force: true });
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

function link(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
