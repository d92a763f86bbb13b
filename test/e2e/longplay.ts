import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keyLine, newKey } from '../../runtime/config/api-keys.ts';
import { sharedDownloads, shortLived, temporaryFolder } from '../setup/servers.ts';

export type Line = { readonly level: string; readonly msg: string; readonly [field: string]: unknown };

/** Where the ready line says that everything is. */
export type Ready = {
  api: string;
  /** What opens it, where one was made. */
  key: string;
  /** Of a process without the API. */
  health?: string;
  kafka: string;
  registry: string;
  postgres: string;
  payments: string;
  mailbox: string;
  seconds: number;
};

export type Longplay = {
  readonly lines: Line[];
  /** What else it printed. */
  readonly output: string[];
  readonly errors: string[];
  /** Resolves with the ready line; rejects with what was printed where the program ends before. */
  ready(): Promise<Ready>;
  line(found: (line: Line) => boolean): Promise<Line>;
  /** Sends the signal and answers the exit code, or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  exit(): Promise<number | NodeJS.Signals | null>;
};

const root = join(import.meta.dirname, '../..');

/** A key that may do everything, for installations that have to be given one. */
export const givenKey = newKey('e2e');
export const givenKeys = {
  LONGPLAY_API_KEYS: keyLine(givenKey, { id: 'e2e', scopes: ['admin'], customerId: null, expires: null }),
};

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** A command of Longplay as its users start it: a process of its own, all ports free ones, logs as JSON. */
export function start(command: string, parameters: string[], env: Record<string, string>): Longplay {
  const local = {
    PORT: '0',
    LONGPLAY_KAFKA_PORT: '0',
    LONGPLAY_REGISTRY_PORT: '0',
    LONGPLAY_POSTGRES_PORT: '0',
    LONGPLAY_PAYMENT_PORT: '0',
    LONGPLAY_BOOKINGS_PORT: '0',
    LONGPLAY_MAIL_PORT: '0',
    LONGPLAY_MAIL_WEB_PORT: '0',
    LONGPLAY_KAFKA_JAVA_OPTIONS: shortLived,
    // A server that is there may be slow to say so, beside other servers and a browser.
    LONGPLAY_HEALTH_TIMEOUT: '10000',
  };
  const child = spawn(command, parameters, {
    cwd: root,
    env: { ...ownEnvironment(), ...local, LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child);
}

/** Without the settings of whoever runs the tests. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(LONGPLAY_|KAFKA_|SCHEMA_REGISTRY_|DATABASE_|PAYMENT_|BOOKINGS_|MAIL_|WEBHOOK_|FRAUD_|LOG_|VAULT_KEY$|PORT$|HOST$|HEALTH_PORT$|NODE_ENV$|VITEST)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function watch(child: ChildProcess): Longplay {
  const lines: Line[] = [];
  const output: string[] = [];
  const errors: string[] = [];
  const watchers = new Set<() => void>();
  let ended: number | NodeJS.Signals | null | undefined;
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', text => {
    if (text.startsWith('{')) lines.push(JSON.parse(text));
    else output.push(text);
    tell();
  });
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', text => errors.push(text));
  const exited = once(child, 'close').then(([code, signal]) => {
    ended = signal ?? code;
    tell();
    return ended as number | NodeJS.Signals | null;
  });

  function line(found: (line: Line) => boolean): Promise<Line> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = lines.find(found);
        if (match === undefined && ended === undefined) return;
        watchers.delete(look);
        if (match !== undefined) resolve(match);
        else reject(new Error(`ended with ${ended}:\n${errors.join('\n')}\n${lines.map(({ msg }) => msg).join('\n')}`));
      };
      watchers.add(look);
      look();
    });
  }

  return {
    lines,
    output,
    errors,
    line,
    ready: async () => (await line(({ msg }) => msg === 'Longplay is ready')) as unknown as Ready,
    stop: signal => {
      child.kill(signal ?? 'SIGTERM');
      return exited;
    },
    exit: () => exited,
  };
}

/** A folder for LONGPLAY_HOME, empty but for the downloads, which it shares: stack-download.e2e.spec.ts fetches its own. */
export function temporaryHome(): string {
  const home = temporaryFolder('longplay-e2e-');
  mkdirSync(sharedDownloads, { recursive: true });
  symlinkSync(sharedDownloads, join(home, 'downloads'));
  return home;
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/** Command lines of all processes that were started for this home. */
export function processesOf(home: string): string[] {
  const all = execFileSync('ps', ['-Ao', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return all.split('\n').filter(line => line.includes(home));
}
