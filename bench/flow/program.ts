import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** `longplay up` as its users start it, in a process of its own. */
export type Program = {
  readonly pid: number;
  /** For commands beside it: where it lives. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const root = join(import.meta.dirname, '../..');

/** Starts it with empty data, on free ports, in a home of its own that shares the downloads. Prints its warnings. */
export async function startProgram(home: string): Promise<Program> {
  mkdirSync(home, { recursive: true });
  const free = [
    'PORT',
    'LONGPLAY_KAFKA_PORT',
    'LONGPLAY_REGISTRY_PORT',
    'LONGPLAY_POSTGRES_PORT',
    'LONGPLAY_PAYMENT_PORT',
    'LONGPLAY_MAIL_PORT',
    'LONGPLAY_MAIL_WEB_PORT',
  ];
  const env = {
    LONGPLAY_HOME: home,
    LOG_FORMAT: 'json',
    // Its few customers order more in a minute than anybody would.
    FRAUD_RULES: 'off',
    ...Object.fromEntries(free.map(name => [name, '0'])),
  };
  return started(['up', '--fresh'], env);
}

/** Another process with all processors, which shares their partitions with the program. */
export const startWorker = ({ env }: Program): Promise<Program> => started(['streams'], env);

async function started(args: readonly string[], env: Program['env']): Promise<Program> {
  const child = spawn(process.execPath, ['cli/bin.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', text => {
      if (!text.startsWith('{')) return;
      const line = JSON.parse(text) as { level: string; msg: string };
      if (line.msg === 'Longplay is ready') resolve();
      if (['warn', 'error', 'fatal'].includes(line.level)) process.stderr.write(`${text}\n`);
    });
    void ended.then(() => reject(new Error(`longplay ${args[0]} ended before it was ready.`)));
  });
  await ready;
  return {
    pid: child.pid as number,
    env,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
