import { chmodSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import createClient from 'postgres';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Driver,
  type DriverOptions,
  orphans,
  processesOf,
  refusal,
  removeHome,
  STOPPED_MS,
  startDriver,
  stop,
  temporaryHome,
  up,
} from './stack-world.ts';

let home: string;
let drivers: Driver[];

beforeEach(() => {
  home = temporaryHome();
  drivers = [];
});
afterEach(() => removeHome(home, drivers));

function start(options?: DriverOptions, env?: Record<string, string>): Driver {
  const driver = startDriver(home, options, env);
  drivers.push(driver);
  return driver;
}

/**
 * A killed program's servers get 20 s to stop and 5 s more (guard.sh); idle ones need one or two. A registry that was
 * starting without its Kafka takes all of it, and a busy machine some seconds on top.
 */
const guardsTime = 45_000;

const postgresOnly = { kafka: false, registry: false, postgres: true };

// They look at the processes of the machine, through /proc.
describe.runIf(process.platform === 'linux')('the local stack', () => {
  it('given nothing, brings three servers up that answer, and leaves none behind; what they held is there again', async () => {
    const first = start();
    const { registryUrl, databaseUrl, parts } = await up(first);
    expect(parts.map(({ title }) => title.replace(/[\d.]+$/, 'N')).sort()).toEqual([
      'Apicurio Registry N',
      'Kafka N',
      'Postgres N',
    ]);
    const id = await register(registryUrl, 'kept-value');
    await query(databaseUrl, sql => sql`create table kept (n integer)`);

    const second = start();
    expect(await refusal(second)).toMatchObject({
      code: 'LP_STACK_LOCKED',
      message: expect.stringContaining(`(process ${first.pid})`),
    });
    expect(await second.ended).toBe(2);

    expect(await stop(first)).toBe(0);
    expect(await orphans(STOPPED_MS, home)).toEqual([]);
    expect(first.complaints()).toBe('');

    const again = start();
    const warm = await up(again);
    expect(await register(warm.registryUrl, 'kept-value')).toBe(id);
    expect(await query(warm.databaseUrl, sql => sql`select * from kept`)).toEqual([]);
    await stop(again);

    const fresh = start({ fresh: true, start: postgresOnly });
    const { databaseUrl: empty } = await up(fresh);
    await expect(query(empty, sql => sql`select * from kept`)).rejects.toThrow('does not exist');
    fresh.process.kill('SIGTERM');
    expect(await fresh.ended).toBe(0);
    expect(await orphans(STOPPED_MS, home)).toEqual([]);
  });

  it('given kill -9 of the program at two moments of its start, and Ctrl-C at one, leaves no orphan', async () => {
    const preparing = start();
    await preparing.until('the first preparations', ({ part, text }) => part === 'kafka' && text === 'preparing');
    await waitFor(() => processesOf(home).some(({ command }) => command.includes('StorageTool')));
    preparing.process.kill('SIGKILL');
    expect(await orphans(guardsTime, home)).toEqual([]);

    const coming = start();
    await coming.until(
      'Kafka was coming up',
      ({ part, text }) => part === 'kafka' && text?.startsWith('starting') === true,
    );
    coming.process.kill('SIGKILL');
    expect(await orphans(guardsTime, home)).toEqual([]);

    const interrupted = start();
    await interrupted.until(
      'Kafka was coming up',
      ({ part, text }) => part === 'kafka' && text?.startsWith('starting') === true,
    );
    expect(await stop(interrupted)).toBe(2);
    expect(await refusal(interrupted)).toMatchObject({ code: 'LP_STACK_INTERRUPTED' });
    expect(await orphans(STOPPED_MS, home)).toEqual([]);
  });

  it('given kill -9 of it while it runs, and of its guards, leaves no orphan for long, and the next start has everything', async () => {
    const guarded = start();
    const first = await up(guarded);
    const id = await register(first.registryUrl, 'kept-value');
    guarded.process.kill('SIGKILL');
    expect(await orphans(guardsTime, home)).toEqual([]);

    const killed = start();
    const second = await up(killed);
    expect(await register(second.registryUrl, 'kept-value')).toBe(id);
    killed.process.kill('SIGKILL');
    // At once: it waits for the servers of the killed one.
    const unguarded = start();
    const third = await up(unguarded);
    expect(Object.values(second.pids).filter(pid => Object.values(third.pids).includes(pid))).toEqual([]);

    // It stands still first: a guard that saw it go would have told its server to stop.
    unguarded.process.kill('SIGSTOP');
    for (const { pid, command } of processesOf(home)) if (command.includes('guard.sh')) process.kill(pid, 'SIGKILL');
    unguarded.process.kill('SIGKILL');
    await unguarded.ended;
    expect(processesOf(home).map(({ pid }) => pid)).toEqual(expect.arrayContaining(Object.values(third.pids)));
    const last = start();
    const { pids, registryUrl } = await up(last);
    expect(processesOf(home).filter(({ pid }) => Object.values(third.pids).includes(pid))).toEqual([]);

    // A server that dies is told, with the place of its log; restarts of the others are no such news.
    last.order('kafka kill');
    const restarted = (await last.until('Kafka was back', ({ event }) => event === 'restarted')).pids;
    expect(restarted?.kafka).not.toBe(pids.kafka);
    // The registry may still write over its connection to the Kafka that died.
    const registered = (subject: string) =>
      vi.waitFor(() => register(registryUrl, subject), { timeout: 90_000, interval: 500 });
    expect(await registered('kept-value')).toBe(id);
    expect(await registered('new-value')).toBeGreaterThan(0);
    process.kill(pids.postgres, 'SIGKILL');
    const news = await last.until('the news', ({ event }) => event === 'exit');
    expect(news).toMatchObject({ part: 'postgres', reason: expect.stringMatching(/ended by signal 9.*postgres\.log/) });
    await stop(last);
    expect(await orphans(STOPPED_MS, home)).toEqual([]);
  });

  it('given kill -9 during initdb, leaves no orphan, and the next start makes a whole database', async () => {
    const only = { start: postgresOnly };
    const preparing = start(only);
    await waitFor(() => processesOf(home).some(({ command }) => command.includes('initdb')));
    preparing.process.kill('SIGKILL');
    expect(await orphans(guardsTime, home)).toEqual([]);
    const next = start(only);
    const { databaseUrl } = await up(next);
    expect(await query(databaseUrl, sql => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await stop(next);
  });

  it('given a home that only its owner may enter, runs Postgres all the same, also as root', async () => {
    chmodSync(home, 0o700);
    const driver = start({ start: postgresOnly });
    const { databaseUrl, pids } = await up(driver);
    expect(await query(databaseUrl, sql => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    expect(readFileSync(`/proc/${pids.postgres}/status`, 'utf8')).not.toMatch(/^Uid:\s+0/m);
    await stop(driver);
    expect(await orphans(STOPPED_MS, home)).toEqual([]);
  });
});

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(5);
}

/** The same schema again answers the same id. */
async function register(registryUrl: string, subject: string): Promise<number> {
  const response = await fetch(`${registryUrl}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema: JSON.stringify({ type: 'record', name: subject.replace('-', '_'), fields: [] }) }),
    signal: AbortSignal.timeout(30_000),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { id: number }).id;
}

async function query<T>(url: string, run: (sql: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
  const sql = createClient(url, { max: 1, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}
