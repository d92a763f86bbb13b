import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGateway } from './gateway.ts';
import type { GatewayOptions } from './options.ts';
import { pending, unbroken, type Watched, watcher } from './testing/effects.ts';
import { done, failing, type ScriptedProvider, scriptedProvider } from './testing/scripted-provider.ts';

let watched: Watched;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  watched = watcher();
});

afterEach(() => {
  vi.useRealTimers();
});

function gatewayOf(provider: ScriptedProvider, over: Partial<GatewayOptions> = {}) {
  const options = { name: 'test', keyLifetime: Number.POSITIVE_INFINITY, timeout: 1_000, tries: 1, ...over };
  const gateway = createGateway(options, provider, [watched]);
  const run = (signal = unbroken()) => gateway.run(pending(), () => 'a call', signal);
  return { gateway, run };
}

const slow = (ms: number) => () => new Promise<typeof done>(resolve => setTimeout(resolve, ms, done));

describe('given a circuit breaker over the last 4 calls', () => {
  const over = { breakerCalls: 4, openFor: 1_000, openAtMost: 4_000 };

  async function opened(after: Parameters<typeof scriptedProvider>[0]) {
    const provider = scriptedProvider([failing, failing, ...after]);
    const made = gatewayOf(provider, over);
    await made.run();
    await made.run();
    expect(made.gateway.status().breaker).toBe('open');
    provider.asked.length = 0;
    return { ...made, provider };
  }

  it('when half of them fail, then it stays closed', async () => {
    const { run, gateway } = gatewayOf(scriptedProvider([failing, done, done, failing, failing, done]), over);
    for (let i = 0; i < 6; i++) await run();
    expect(gateway.status().breaker).toBe('closed');
  });

  it('when more than half fail, then it opens, and the provider is left alone', async () => {
    const { run, provider } = await opened([done]);
    expect(await run()).toEqual({ status: 'failed', code: 'circuit-open' });
    expect(provider.asked).toEqual([]);
    expect(watched.states).toEqual(['open']);
  });

  it('when its time is over, then one call tries, the others wait for its result, and all go on', async () => {
    const { run, provider } = await opened([slow(500), done]);
    await vi.advanceTimersByTimeAsync(1_000);
    const answers = Promise.all([run(), run(), run()]);
    await vi.advanceTimersByTimeAsync(400);
    expect(provider.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(await answers).toEqual([done, done, done]);
    expect(provider.asked).toHaveLength(3);
    expect(watched.states).toEqual(['open', 'half-open', 'closed']);
  });

  it('when that one fails, then it stays open for longer', async () => {
    const { run, provider } = await opened([failing, done]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await run()).toEqual({ status: 'failed', code: 'provider-error' });
    // Twice 1,000 ms, of which at least half are waited for whatever the jitter.
    await vi.advanceTimersByTimeAsync(999);
    expect(await run()).toEqual({ status: 'failed', code: 'circuit-open' });
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await run()).toEqual(done);
    expect(provider.asked).toHaveLength(2);
  });

  it('when that one is given up by its task, then it proves nothing, and the circuit stays open', async () => {
    const { run, gateway } = await opened(['hang', done]);
    await vi.advanceTimersByTimeAsync(1_000);
    const task = new AbortController();
    const answer = run(task.signal);
    const rejected = expect(answer).rejects.toBe('moved');
    await vi.advanceTimersByTimeAsync(0);
    task.abort('moved');
    await rejected;
    await vi.advanceTimersByTimeAsync(0);
    expect(gateway.status().breaker).toBe('open');
  });

  it('when tasks give up while it is closed, then that is not held against the provider', async () => {
    const { run, gateway } = gatewayOf(scriptedProvider(['hang']), over);
    for (let i = 0; i < 6; i++) {
      const task = new AbortController();
      const rejected = expect(run(task.signal)).rejects.toBe('moved');
      task.abort('moved');
      await rejected;
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(gateway.status().breaker).toBe('closed');
  });
});

describe('given a bulkhead of 2 places and 1 to wait', () => {
  const over = { concurrency: 2, queue: 1 };

  it('when it is full, then one waits and the next fails at once, without being sent', async () => {
    const provider = scriptedProvider([slow(300)]);
    const { run, gateway } = gatewayOf(provider, over);
    const answers = [run(), run(), run()];
    expect(await run()).toEqual({ status: 'failed', code: 'gateway-busy' });
    expect(gateway.status()).toEqual({ name: 'test', breaker: 'closed', running: 2, waiting: 1 });
    expect(provider.asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(600);
    expect(await Promise.all(answers)).toEqual([done, done, done]);
    expect(gateway.status()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('when calls hang, then the timeout gives their places back', async () => {
    const { run, gateway } = gatewayOf(scriptedProvider(['hang', 'hang', done]), over);
    const answers = [run(), run(), run()];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await Promise.all(answers)).toEqual([
      { status: 'failed', code: 'provider-timeout' },
      { status: 'failed', code: 'provider-timeout' },
      done,
    ]);
    expect(gateway.status()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('when one that waits is given up, then it is never sent, and its place to wait is free again', async () => {
    const provider = scriptedProvider([slow(300)]);
    const { run, gateway } = gatewayOf(provider, over);
    const task = new AbortController();
    const answers = [run(), run()];
    const rejected = expect(run(task.signal)).rejects.toBe('moved');
    task.abort('moved');
    await rejected;
    await vi.advanceTimersByTimeAsync(300);
    await Promise.all(answers);
    await vi.advanceTimersByTimeAsync(0);
    expect(provider.asked).toHaveLength(2);
    expect(gateway.status()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('when a run pauses between tries, then it holds no place', async () => {
    const { run, gateway } = gatewayOf(scriptedProvider([failing, done]), { ...over, tries: 2, firstDelay: 500 });
    const answer = run();
    await vi.advanceTimersByTimeAsync(0);
    expect(gateway.status().running).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await answer).toEqual(done);
  });
});
