import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stack } from '../../runtime/stack/types.ts';
import { settingsFor } from '../../test/setup/servers.ts';
import { firstLine, type Program, programOf } from '../program.ts';

/** A program in a process of its own, which says in its log, or on a line of its own, where it listens. */
export type Served = Program & { readonly url: string };

const root = join(import.meta.dirname, '../..');

/** `longplay ARGS` on these servers, with these settings more. */
export function startLongplay(
  args: readonly string[],
  stack: Stack,
  home: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const env = {
    LONGPLAY_HOME: home,
    LONGPLAY_REPLICATION: '1',
    ...settingsFor(stack),
    PAYMENT_URL: 'stand-in',
    MAIL_URL: 'stand-in',
    LOG_FORMAT: 'json',
    PORT: '0',
    HEALTH_PORT: '0',
    // What is measured is the API, and one client stands for many.
    LONGPLAY_API_AUTH: 'off',
    LONGPLAY_API_LIMIT_CLIENT: '0',
    WEBHOOK_TARGETS: 'loopback',
    LONGPLAY_PAYMENT_PORT: '0',
    LONGPLAY_BOOKINGS_PORT: '0',
    LONGPLAY_MAIL_PORT: '0',
    LONGPLAY_MAIL_WEB_PORT: '0',
    ...more,
  };
  return served(`longplay ${args[0]}`, ['cli/bin.js', ...args], env, line => {
    if (!line.startsWith('{')) return null;
    const { msg, api, level } = JSON.parse(line) as { msg: string; api?: string; level: string };
    if (level === 'error' || level === 'fatal') process.stderr.write(`${line}\n`);
    return msg === 'Longplay is ready' ? (api ?? '') : null;
  });
}

/** The peers: bare routes. */
export function startPeer(stack: Stack, topic: string): Promise<Served> {
  const env = {
    KAFKA_BROKERS: (stack.kafkaBrokers ?? []).join(','),
    DATABASE_URL: stack.databaseUrl ?? '',
    BENCH_TOPIC: topic,
  };
  return served('The peer', [fileURLToPath(new URL('./peer.ts', import.meta.url))], env, line =>
    line.startsWith('http') ? line : null,
  );
}

async function served(
  title: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  urlIn: (line: string) => string | null,
): Promise<Served> {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstLine(child, title, urlIn);
  return { ...programOf(child), url };
}
