import { afterAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../observe/logger.ts';
import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';
import type { CallSeen } from '../observer.ts';
import { createJobGateway } from './gateway.ts';

const calls: CallSeen[] = [];
const gateway = createJobGateway(
  {
    name: 'odd jobs',
    module: new URL('./testing/odd-job.ts', import.meta.url),
    workers: 1,
    timeLimit: 3_000,
    logger: createLogger({ level: 'silent' }),
    compose: ({ about }) => {
      if (about === '') throw new Error('nothing to be done');
      return [about];
    },
    read: value => {
      if (typeof value !== 'number') throw new Error('no value');
      return { pid: String(value) };
    },
  },
  [{ called: call => void calls.push(call) }],
);
afterAll(() => gateway.close());

const effect = (about: string): PendingEffect => ({
  id: `order-1/odd/${about}`,
  kind: 'odd',
  about,
  attempt: 1,
  idempotencyKey: 'key',
  reference: null,
  since: 0,
  retryAt: null,
  lastError: null,
});
const run = (about: string, signal = new AbortController().signal) =>
  gateway.runner(effect(about), {} as FatEvent, signal);

describe('a job as an effect', () => {
  test('answers what it comes to, or how it failed', async () => {
    expect(await run('fine')).toEqual({
      status: 'done',
      reference: 'order-1/odd/fine',
      detail: { pid: expect.stringMatching(/^\d+$/) },
    });
    for (const [about, code] of [
      ['abort', 'job-crashed'],
      ['hang', 'job-timeout'],
      ['throw', 'job-threw'],
      ['env', 'job-threw'],
      ['', 'effect-invalid'],
    ] as const) {
      expect(await run(about)).toEqual({ status: 'failed', code });
    }
  }, 60_000);

  test('that is called off has no answer', async () => {
    const calledOff = new AbortController();
    const running = run('hang', calledOff.signal);
    calledOff.abort(new Error('overtaken'));
    await expect(running).rejects.toThrow('overtaken');
    expect(calls.map(({ result }) => result)).toEqual([
      'done',
      'job-crashed',
      'job-timeout',
      'job-threw',
      'job-threw',
      'effect-invalid',
      'aborted',
    ]);
  });

  test('costs what it takes, and not what it waits for a worker', async () => {
    const earlier = calls.length;
    await Promise.all([run('hang'), run('fine')]);
    const [slow, quick] = calls.slice(earlier);
    expect([slow?.result, quick?.result]).toEqual(['job-timeout', 'done']);
    expect(quick?.ms).toBeLessThan(slow?.ms ?? 0);
  });
});
