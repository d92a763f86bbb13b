import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runningStack } from '../../runtime/stack/running.ts';
import { settingsFor } from '../../test/setup/servers.ts';
import { firstLine, type Program, programOf } from '../program.ts';

/** `longplay up` as its users start it. */
export type Shop = Program & {
  /** For commands beside it: where it lives. */
  readonly env: Readonly<Record<string, string>>;
};

export type ShopOptions = {
  readonly home: string;
  /** FRAUD_RULES. */
  readonly fraud: 'on' | 'off';
  readonly partitions: number;
  /** MAIL_URL. */
  readonly mailUrl: string;
};

const root = join(import.meta.dirname, '../..');
const mailServer = fileURLToPath(new URL('./mail-server.ts', import.meta.url));

/** Starts it with empty data, on free ports, in a home of its own that shares the downloads. Prints its warnings. */
export const startShop = (options: ShopOptions): Promise<Shop> => startLongplay(['up', '--fresh'], settings(options));

/** A second shop on the servers of the first one: under another prefix, with the database of this URL. */
export function startNeighbour({ env }: Shop, databaseUrl: string, options: ShopOptions): Promise<Shop> {
  const stack = runningStack({ home: env.LONGPLAY_HOME as string });
  return startLongplay(['up'], {
    LONGPLAY_PREFIX: 'neighbour',
    LONGPLAY_REPLICATION: '1',
    ...settingsFor(stack),
    DATABASE_URL: databaseUrl,
    PAYMENT_URL: 'stand-in',
    LONGPLAY_API_AUTH: 'off',
    ...settings(options),
  });
}

/** Another process with all processors, which shares their partitions with the shop. */
export const startWorker = ({ env }: Shop): Promise<Shop> => startLongplay(['streams'], env);

/** Answers its URL, too. */
export async function startMailServer(mailbox: string): Promise<Program & { readonly url: string }> {
  const child = spawn(process.execPath, [mailServer, mailbox], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstLine(child, 'The mail server', text => text);
  return { ...programOf(child), url };
}

function settings({ home, fraud, partitions, mailUrl }: ShopOptions): Record<string, string> {
  mkdirSync(home, { recursive: true });
  const free = [
    'PORT',
    'LONGPLAY_KAFKA_PORT',
    'LONGPLAY_REGISTRY_PORT',
    'LONGPLAY_POSTGRES_PORT',
    'LONGPLAY_PAYMENT_PORT',
    'LONGPLAY_BOOKINGS_PORT',
  ];
  return {
    LONGPLAY_HOME: home,
    LOG_FORMAT: 'json',
    FRAUD_RULES: fraud,
    LONGPLAY_PARTITIONS: String(partitions),
    MAIL_URL: mailUrl,
    MAIL_TLS: 'none',
    MAIL_FROM: 'orders@musiccorp.example',
    ...Object.fromEntries(free.map(name => [name, '0'])),
  };
}

/** Each kind of warning once: under load one may come thousands of times. */
async function startLongplay(args: readonly string[], env: Shop['env']): Promise<Shop> {
  const child = spawn(process.execPath, ['cli/bin.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told = new Set<string>();
  await firstLine(child, `longplay ${args[0]}`, text => {
    if (!text.startsWith('{')) return null;
    const line = JSON.parse(text) as { level: string; msg: string; code?: string };
    const kind = `${line.msg} ${line.code}`;
    if (['warn', 'error', 'fatal'].includes(line.level) && !told.has(kind)) process.stderr.write(`${text}\n`);
    told.add(kind);
    return line.msg === 'Longplay is ready' ? line.msg : null;
  });
  return { ...programOf(child), env };
}
