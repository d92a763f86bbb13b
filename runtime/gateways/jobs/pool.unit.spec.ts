import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLogger } from '../../observe/logger.ts';
import type { JobPoolOptions } from './options.ts';
import { createJobPool, type JobPool, type JobResult } from './pool.ts';

const oddJob = new URL('./testing/odd-job.ts', import.meta.url);
const logger = createLogger({ level: 'silent' });
const pools: JobPool[] = [];

function poolOf(over: Partial<JobPoolOptions> = {}): JobPool {
  const pool = createJobPool({ name: 'odd', module: oddJob, workers: 1, logger, ...over });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map(pool => pool.close()));
});

const never = new AbortController().signal;
const pidOf = (result: JobResult): number => (result.status === 'done' ? Number(result.value) : Number.NaN);

/** Blocks this process. */
const holdUp = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

describe('a pool of workers', () => {
  test('replaces one that a job aborts, and every other job is done', async () => {
    const pool = poolOf();
    const jobs = ['fine', 'abort', 'fine', 'abort', 'exit', 'fine', 'throw'];
    const results = await Promise.all(jobs.map(job => pool.run([job], never)));
    expect(results.map(({ status }) => status)).toEqual([
      'done',
      'crashed',
      'done',
      'crashed',
      'crashed',
      'done',
      'threw',
    ]);
    expect(results[1]).toMatchObject({ end: { signal: 'SIGABRT', said: expect.stringContaining('odd-job.ts') } });
    expect(results[4]).toMatchObject({ end: { exitCode: 7 } });
    expect(results[6]).toEqual({ status: 'threw', message: 'TypeError: no such model' });
    expect(pool.status()).toEqual({ workers: 1, running: 0, waiting: 0, lost: 3 });
  }, 60_000);

  test('takes a job whose input cannot be sent, or what it comes to, for one that throws, and goes on', async () => {
    const pool = poolOf();
    const first = pool.run(['fine'], never);
    const jobs = [['fine', () => 'no clone'], ['fine'], Symbol('no clone'), ['closure'], ['fine']];
    const [none, fine, noneEither, closure, last] = await Promise.all(jobs.map(job => pool.run(job, never)));
    expect(none).toEqual({ status: 'threw', message: expect.stringContaining('could not be cloned') });
    expect([noneEither, closure]).toMatchObject([{ status: 'threw' }, { status: 'threw' }]);
    expect([fine, last]).toEqual([await first, await first]);
    // With a worker that has nothing to do it is sent, or not, within the call.
    expect(await pool.run([() => 'no clone'], never)).toMatchObject({ status: 'threw' });
    expect(pool.status()).toEqual({ workers: 1, running: 0, waiting: 0, lost: 0 });
  }, 60_000);

  test('ends one whose job takes too long, or too much memory', async () => {
    const pool = poolOf({ timeLimit: 1_500, memory: 24 });
    const [hangs, fills, fine] = await Promise.all([
      pool.run(['hang'], never),
      pool.run(['fill'], never),
      pool.run(['fine'], never),
    ]);
    expect(hangs).toEqual({ status: 'timeout' });
    // Whichever comes first: on a slow machine it is the time limit.
    expect(['crashed', 'timeout']).toContain(fills.status);
    expect(fine.status).toBe('done');
  }, 60_000);

  test('leaves out a job that is called off while it waits, and ends the worker of one that runs', async () => {
    const pool = poolOf();
    await pool.run(['fine'], never);
    const runs = new AbortController();
    const waits = new AbortController();
    const running = pool.run(['hang'], runs.signal);
    const waiting = pool.run(['fine'], waits.signal);
    const last = pool.run(['fine'], never);
    expect(pool.status()).toMatchObject({ running: 1, waiting: 2 });
    waits.abort(new Error('overtaken'));
    await expect(waiting).rejects.toThrow('overtaken');
    expect(pool.status()).toMatchObject({ running: 1, waiting: 1 });
    runs.abort(new Error('overtaken'));
    await expect(running).rejects.toThrow('overtaken');
    await expect(last).resolves.toMatchObject({ status: 'done' });
    expect(pool.status().lost).toBe(0);
  }, 60_000);

  test('keeps the worker of a job that is called off and ends soon', async () => {
    const pool = poolOf();
    const kept: boolean[] = [];
    // Now and then a busy machine takes longer than that.
    while (!kept.includes(true) && kept.length < 10) {
      const pid = pidOf(await pool.run(['fine'], never));
      const runs = new AbortController();
      const running = pool.run(['fine'], runs.signal);
      runs.abort(new Error('overtaken'));
      await expect(running).rejects.toThrow('overtaken');
      kept.push(pidOf(await pool.run(['fine'], never)) === pid);
    }
    expect(kept).toContain(true);
  }, 60_000);

  test('does not make a job pay for a worker that was killed before it began', async () => {
    const pool = poolOf();
    const pid = pidOf(await pool.run(['fine'], never));
    process.kill(pid, 'SIGKILL');
    const next = await pool.run(['fine'], never);
    expect(next.status).toBe('done');
    expect(pidOf(next)).not.toBe(pid);
  }, 60_000);

  test.each([
    ['SIGTERM', 'stopped'],
    ['SIGKILL', 'crashed'],
  ] as const)(
    'takes a worker that %s ends under its job for %s',
    async (signal, status) => {
      const pool = poolOf({ timeLimit: 60_000 });
      const pid = pidOf(await pool.run(['fine'], never));
      const folder = await mkdtemp(join(tmpdir(), 'job-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      const begun = join(folder, 'begun');
      const running = pool.run(['hang', 0, begun], never);
      await vi.waitFor(() => expect(existsSync(begun)).toBe(true), 20_000);
      process.kill(pid, signal);
      await expect(running).resolves.toMatchObject({ status });
    },
    60_000,
  );

  test('does not charge a job for the time that the pool’s own process was held up', async () => {
    const pool = poolOf({ timeLimit: 1_000 });
    await pool.run(['fine'], never);
    const running = pool.run(['fine'], never);
    holdUp(1_400);
    await expect(running).resolves.toMatchObject({ status: 'done' });
  }, 60_000);

  test('gives a job more time after both were asleep', async () => {
    const pool = poolOf({ timeLimit: 1_000 });
    const pid = pidOf(await pool.run(['fine'], never));
    process.kill(pid, 'SIGSTOP');
    const running = pool.run(['fine'], never);
    holdUp(2_000);
    process.kill(pid, 'SIGCONT');
    await expect(running).resolves.toEqual({ status: 'done', value: pid });
  }, 60_000);

  test('goes on after a worker that could not even be forked, and no job is charged', async () => {
    let tries = 0;
    const env = {
      get DRILL(): string {
        if (++tries < 3) throw new Error('spawn ENOMEM');
        return '';
      },
    };
    await expect(poolOf({ env }).run(['fine'], never)).resolves.toMatchObject({ status: 'done' });
    expect(tries).toBeGreaterThanOrEqual(3);
  }, 60_000);

  test('has a worker’s end also where something that it started holds its stderr open', async () => {
    const pool = poolOf();
    const { value } = (await pool.run(['heir'], never)) as { value: number };
    onTestFinished(() => void process.kill(value, 'SIGKILL'));
    expect(await pool.run(['abort'], never)).toMatchObject({ status: 'crashed', end: { signal: 'SIGABRT' } });
    await expect(pool.run(['fine'], never)).resolves.toMatchObject({ status: 'done' });
  });

  test('runs as many at once as it has workers, and refuses what its queue has no room for', async () => {
    const pool = poolOf({ workers: 2, queue: 3 });
    await pool.run(['fine'], never);
    const results = Array.from({ length: 8 }, () => pool.run(['fine', 200], never));
    const statuses = (await Promise.all(results)).map(({ status }) => status);
    expect(statuses.filter(one => one === 'busy').length).toBeGreaterThanOrEqual(4);
    expect(statuses.filter(one => one === 'done').length).toBeGreaterThanOrEqual(3);
    expect(pool.status()).toMatchObject({ workers: 2, running: 0, waiting: 0 });
  }, 60_000);

  test('gives its workers nothing of the environment but what it was told to', async () => {
    vi.stubEnv('VAULT_KEY', 'secret');
    const result = await poolOf({ env: { DRILL: 'abort' } }).run(['env'], never);
    expect(result).toEqual({ status: 'done', value: ['DRILL'] });
    vi.unstubAllEnvs();
  }, 60_000);

  test.each([{ queue: 0 }, { workers: 0 }, { timeLimit: 2 ** 31 }, { idleFor: 2 ** 31 }, { startLimit: 0.5 }])(
    'is not made where it cannot work: %j',
    over => {
      const [name = ''] = Object.keys(over);
      expect(() => poolOf(over)).toThrow(
        expect.objectContaining({ code: 'LP_GATEWAY_OPTIONS_INVALID', message: expect.stringContaining(name) }),
      );
    },
  );

  test('ends a worker that has had nothing to do', async () => {
    const pool = poolOf({ idleFor: 50 });
    await pool.run(['fine'], never);
    await vi.waitFor(() => expect(pool.status().workers).toBe(0), 20_000);
    await expect(pool.run(['fine'], never)).resolves.toMatchObject({ status: 'done' });
  }, 60_000);

  test('lets jobs wait while no worker gets ready', async () => {
    const pool = poolOf({ module: new URL('./testing/no-such-job.ts', import.meta.url) });
    const run = pool.run(['fine'], never);
    await vi.waitFor(() => expect(pool.status()).toMatchObject({ workers: 0, waiting: 1 }), 20_000);
    await pool.close();
    await expect(run).resolves.toEqual({ status: 'stopped' });
    await expect(pool.run(['fine'], never)).resolves.toEqual({ status: 'stopped' });
  }, 60_000);
});

test('a worker ends itself, whatever it does, when its pool’s process is gone', async () => {
  const { spawn } = await import('node:child_process');
  const script = `
    import { createJobPool } from ${JSON.stringify(new URL('./pool.ts', import.meta.url).href)};
    const logger = { error() {} };
    const pool = createJobPool({ name: 'odd', module: new URL(${JSON.stringify(oddJob.href)}), workers: 1, logger });
    const { value } = await pool.run(['fine'], new AbortController().signal);
    process.stdout.write(String(value));
    void pool.run(['hang'], new AbortController().signal);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>(resolve => parent.stdout.once('data', text => resolve(Number(text))));
  parent.kill('SIGKILL');
  const isThere = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await vi.waitFor(() => expect(isThere()).toBe(false), { timeout: 20_000, interval: 100 });
}, 60_000);
