import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import createClient, { type Sql } from 'postgres';
import { LongplayError } from '../errors.ts';
import { diskFull, diskFullLine } from './disk.ts';
import { type GuardedOptions, runGuarded } from './guarded.ts';
import { bareEnvironment } from './java-server.ts';
import type { Layout } from './layout.ts';
import { lastMeaningfulLine } from './logs.ts';
import { loopback } from './ports.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { commandLine } from './processes.ts';
import type { ServerDefinition } from './server.ts';
import { versions } from './versions.ts';

export type PostgresOptions = {
  readonly layout: Layout;
  readonly account: PostgresAccount;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly port: number;
};

export const postgresTitle = `Postgres ${versions.postgres}`;

/**
 * Name, password and database alike, as in docker-compose.yml. No secret: the server listens on loopback only, and is as
 * open to this machine's users as Kafka and the registry beside it.
 */
const name = 'longplay';

export const databaseUrl = (port: number) => `postgres://${name}:${name}@${loopback}:${port}/${name}`;

const settings = {
  listen_addresses: loopback,
  // A socket file in /tmp would be one more name to collide on.
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

export function postgresServer(options: PostgresOptions): ServerDefinition {
  const { layout, account, port } = options;
  const folder = join(layout.data, 'postgres');
  return {
    part: 'postgres',
    title: postgresTitle,
    log: layout.log('postgres'),
    data: layout.data,
    launch() {
      removeStalePidFile(folder);
      const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
      return launchOf(options, [account.postgres, '-D', folder, '-p', String(port), ...flags]);
    },
    probe: async () => (await query(port, 'postgres', sql => sql`select 1`)).length === 1,
    // After a kill -9, until the last of its processes has noticed.
    again: log => /(shared memory block .* is still in use|postmaster\.pid" already exists)/.test(log.slice(-2_000)),
  };
}

/** On the first start: initdb, beside its place, so that a folder there is whole. */
export async function preparePostgres(options: PostgresOptions, signal: AbortSignal): Promise<void> {
  const { layout, account } = options;
  const folder = join(layout.data, 'postgres');
  if (existsSync(folder)) return;
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (account.owner !== null) chownSync(unfinished, account.owner.uid, account.owner.gid);
  const password = join(layout.data, 'tmp', 'initdb-password');
  writeFileSync(password, `${name}\n`);
  const access = [`--username=${name}`, '--auth=scram-sha-256', `--pwfile=${password}`];
  // Sorting by code point: the same everywhere, also after an upgrade of the system's libraries.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const result = await runGuarded(
    {
      ...launchOf(options, [account.initdb, '-D', unfinished, ...access, ...locale]),
      name: 'postgres-initdb',
      patience: 5,
    },
    signal,
  );
  rmSync(password);
  if (result.code !== 0) throw initFailed(layout.data, result.output || result.text);
  renameSync(unfinished, folder);
}

export async function ensureDatabase(port: number): Promise<void> {
  await query(port, 'postgres', async sql => {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    return found.length > 0 ? found : await sql`create database ${sql(name)}`;
  });
}

function launchOf({ account, layout, env }: PostgresOptions, program: readonly string[]) {
  const [command = '', ...args] = [...account.through, ...program];
  return {
    run: layout.run,
    command,
    args,
    cwd: '/',
    env: bareEnvironment(env),
    // A "fast" shutdown: it does not wait for clients to leave, as a "smart" one would.
    stopSignal: 'INT',
    user: account.owner !== null && account.through.length === 0 ? account.owner : undefined,
  } satisfies Omit<GuardedOptions, 'name' | 'output' | 'patience'>;
}

/** Postgres refuses to start where the recorded pid is in use, though it may be another program's by now. */
function removeStalePidFile(folder: string): void {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!(pid > 0 && commandLine(pid)?.includes(folder))) rmSync(file, { force: true });
}

async function query<T>(port: number, database: string, run: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = createClient({
    host: loopback,
    port,
    database,
    username: name,
    password: name,
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
  });
  try {
    return await run(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function initFailed(data: string, output: string): LongplayError {
  const said = lastMeaningfulLine(output);
  const full = diskFullLine(output);
  if (full !== null) return diskFull(data, `initdb said "${full}"`);
  return new LongplayError('LP_STACK_START_FAILED', `${postgresTitle} could not prepare its data folder: ${said}`, {
    remedy: `Look at ${data}: it must be writable for this user.`,
  });
}
