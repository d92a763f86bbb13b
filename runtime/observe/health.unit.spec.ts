import { describe, expect, it } from 'vitest';
import { createHealth, type Probe } from './health.ts';

const up: Probe = { name: 'kafka', ask: async () => {} };

function failing(error: unknown): Probe {
  return { name: 'postgres', ask: () => Promise.reject(error) };
}

describe('the health of the servers', () => {
  it('is ready where each has answered', async () => {
    const report = await createHealth({ probes: [up], timeout: 1000 }).check();
    expect(report).toEqual({ ready: true, servers: { kafka: { status: 'up', ms: expect.any(Number) } } });
  });

  it('tells what is not well, and is ready all the same', async () => {
    const health = createHealth({ probes: [up], timeout: 1000 });
    health.listen({ name: 'hospital', ask: () => ['orders: 2 open cases block 1 keys'] });
    expect(await health.check()).toMatchObject({ ready: true, degraded: ['orders: 2 open cases block 1 keys'] });
  });

  it('asks what came up later, too', async () => {
    const health = createHealth({ probes: [up], timeout: 1000 });
    health.watch({ name: 'streams', ask: () => Promise.reject(new Error('one stands still')) });
    expect(await health.check()).toMatchObject({
      ready: false,
      servers: { kafka: { status: 'up' }, streams: { status: 'down', reason: 'one stands still' } },
    });
  });

  it.each([
    ['the message', new Error('password refused'), 'password refused'],
    [
      'what lies below a failed fetch',
      new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }),
      'ECONNREFUSED',
    ],
    ['the first of several refusals', new AggregateError([new Error('refused by ::1')]), 'refused by ::1'],
    ['the name of an error without words', new RangeError(''), 'RangeError'],
  ])('names who is down with %s', async (_, error, reason) => {
    const report = await createHealth({ probes: [up, failing(error)], timeout: 1000 }).check();
    expect(report).toMatchObject({
      ready: false,
      servers: { kafka: { status: 'up' }, postgres: { status: 'down', reason } },
    });
  });

  it('adds what else is known of a server that is down', async () => {
    const known = (name: string) => (name === 'postgres' ? 'its process ended' : undefined);
    const { servers } = await createHealth({ probes: [failing(new Error('refused'))], timeout: 1000, known }).check();
    expect(servers.postgres).toEqual({ status: 'down', reason: 'refused (its process ended)' });
  });

  it('explains a silence with what was last said', async () => {
    let refuse: (error: Error) => void = () => {};
    const trying: Probe = {
      name: 'kafka',
      ask: () =>
        new Promise((_, reject) => {
          refuse = reject;
        }),
    };
    const health = createHealth({ probes: [trying], timeout: 20 });
    expect((await health.check()).servers.kafka).toEqual({ status: 'down', reason: 'no answer within 20 ms' });
    refuse(new Error('wrong password'));
    await new Promise(setImmediate);
    const { servers } = await health.check();
    expect(servers.kafka).toEqual({ status: 'down', reason: 'no answer within 20 ms (wrong password)' });
  });

  it('waits for a silent server no longer than its timeout, and asks it no second time meanwhile', async () => {
    let asked = 0;
    let answer = () => {};
    const silent: Probe = {
      name: 'registry',
      ask: () => {
        asked += 1;
        return new Promise<void>(resolve => {
          answer = resolve;
        });
      },
    };
    const health = createHealth({ probes: [silent], timeout: 20 });
    const down = { ready: false, servers: { registry: { status: 'down', reason: 'no answer within 20 ms' } } };
    expect(await Promise.all([health.check(), health.check()])).toEqual([down, down]);
    expect(await health.check()).toEqual(down);
    expect(asked).toBe(1);

    answer();
    const again = health.check();
    answer();
    expect((await again).ready).toBe(true);
  });
});
