import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FailureCode, failures, ProviderFailure } from './failure.ts';
import { createGateway } from './gateway.ts';
import type { GatewayOptions } from './options.ts';
import { pending, unbroken, type Watched, watcher } from './testing/effects.ts';
import { absent, done, failing, found, type ScriptedProvider, scriptedProvider } from './testing/scripted-provider.ts';

const hour = 60 * 60_000;

let watched: Watched;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  watched = watcher();
});

afterEach(() => {
  vi.useRealTimers();
});

function gatewayOf(provider: ScriptedProvider, over: Partial<GatewayOptions> = {}) {
  const options = { name: 'test', keyLifetime: 24 * hour, timeout: 1_000, ...over };
  const gateway = createGateway(options, provider, [watched]);
  const run = (effect = pending(), signal = unbroken()) => gateway.run(effect, () => 'a call', signal);
  return { gateway, run };
}

/** Lets time pass until the answer is there. */
async function ended<T>(answer: Promise<T>): Promise<T> {
  let over = false;
  const end = () => {
    over = true;
  };
  answer.then(end, end);
  while (!over) await vi.advanceTimersByTimeAsync(100);
  return answer;
}

describe('given a provider that answers', () => {
  it('when it does what was asked, then the answer is done', async () => {
    const provider = scriptedProvider([done]);
    expect(await gatewayOf(provider).run()).toEqual(done);
    expect(provider.asked).toEqual(['send order-1/authorise']);
    expect(watched.calls).toMatchObject([{ gateway: 'test', kind: 'authorise', step: 'send', result: 'done' }]);
    expect(watched.runs).toMatchObject([{ status: 'done', code: null, tries: 1 }]);
  });

  it('when it refuses, then that is final, and neither tried again nor held against it', async () => {
    const provider = scriptedProvider([{ status: 'refused', code: 'card-declined' }]);
    const { run, gateway } = gatewayOf(provider, { breakerCalls: 2 });
    for (let i = 0; i < 5; i++) expect(await run()).toEqual({ status: 'refused', code: 'card-declined' });
    expect(provider.asked).toHaveLength(5);
    expect(gateway.status().breaker).toBe('closed');
    expect(watched.runs[0]).toMatchObject({ status: 'refused', code: 'card-declined', tries: 1 });
  });
});

describe('given a provider that fails', () => {
  it('when it recovers within the tries, then the answer is done, always under the same key', async () => {
    const provider = scriptedProvider([failing, failing, done]);
    expect(await ended(gatewayOf(provider).run())).toEqual(done);
    expect(provider.asked).toEqual(Array(3).fill('send order-1/authorise'));
    expect(watched.runs).toMatchObject([{ status: 'done', tries: 3 }]);
  });

  it('when it goes on failing, then the tries end, and the effect is not known to be done', async () => {
    const provider = scriptedProvider([failing]);
    expect(await ended(gatewayOf(provider, { tries: 4 }).run())).toEqual({ status: 'failed', code: 'provider-error' });
    expect(provider.asked).toHaveLength(4);
    expect(watched.alarms).toEqual([]);
  });

  it('when it does not answer, then each try ends after the timeout, heeded or not', async () => {
    const begun = Date.now();
    const answer = await ended(gatewayOf(scriptedProvider(['hang']), { tries: 2, longestDelay: 200 }).run());
    expect(answer).toEqual({ status: 'failed', code: 'provider-timeout' });
    expect(watched.calls.map(({ result }) => result)).toEqual(['provider-timeout', 'provider-timeout']);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(2_000);
    expect(Date.now() - begun).toBeLessThanOrEqual(2_400);
  });

  it('when the pauses grow, then never beyond the longest one', async () => {
    const times: number[] = [];
    const noted = async () => {
      times.push(Date.now());
      throw failing;
    };
    const over = { tries: 12, firstDelay: 100, longestDelay: 1_000, breakerCalls: 100 };
    await ended(gatewayOf(scriptedProvider([noted]), over).run());
    const pauses = times.slice(1).map((time, index) => time - (times[index] as number));
    expect(pauses).toHaveLength(11);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1_000);
    expect(Math.max(...pauses.slice(6))).toBeGreaterThan(300);
  });

  it('when it asks for a pause, then it is left alone for that long', async () => {
    const times: number[] = [];
    const busy = new ProviderFailure('provider-busy', 'It answered 429.', { retryAfter: 1_500 });
    const noted = async () => {
      times.push(Date.now());
      return done;
    };
    const provider = scriptedProvider([busy, noted]);
    expect(await ended(gatewayOf(provider).run())).toEqual(done);
    expect(times[0]).toBeGreaterThanOrEqual(1_500);
  });

  it('when it asks for a longer pause than a run may take, then the run ends at once', async () => {
    const busy = new ProviderFailure('provider-busy', 'It answered 429.', { retryAfter: 60_000 });
    const provider = scriptedProvider([busy]);
    expect(await gatewayOf(provider).run()).toEqual({ status: 'failed', code: 'provider-busy' });
    expect(provider.asked).toHaveLength(1);
  });

  const hopeless = (Object.keys(failures) as FailureCode[]).filter(code => failures[code].alarm);
  it.each(hopeless)('when it is %s, then it is not tried again, and a person is called', async code => {
    const provider = scriptedProvider([new ProviderFailure(code, 'Said.')]);
    expect(await gatewayOf(provider).run()).toEqual({ status: 'failed', code });
    expect(provider.asked).toHaveLength(1);
    expect(watched.alarms).toMatchObject([{ gateway: 'test', effectId: 'order-1/authorise', code, message: 'Said.' }]);
  });

  it('when its adapter has a defect, then that is a failure with an alarm, not a crash', async () => {
    const defect = new TypeError('undefined is not a function');
    expect(await gatewayOf(scriptedProvider([defect])).run()).toEqual({ status: 'failed', code: 'gateway-defect' });
    expect(watched.alarms[0]?.cause).toBe(defect);
  });
});

describe('given an effect whose call cannot be made', () => {
  it('then nothing is sent, and a person is called', async () => {
    const provider = scriptedProvider([done]);
    const { gateway } = gatewayOf(provider);
    const call = () => {
      throw new Error('the payment has no authorisation');
    };
    expect(await gateway.run(pending(), call, unbroken())).toEqual({ status: 'failed', code: 'effect-invalid' });
    expect(provider.asked).toEqual([]);
    expect(watched.alarms[0]?.message).toBe('The effect’s call cannot be made: the payment has no authorisation');
  });
});

describe('given an effect that is older than its key lives', () => {
  const old = pending({ since: -24 * hour });

  it('when the provider knows our reference, then that is the answer, and nothing is sent', async () => {
    const provider = scriptedProvider([], [found]);
    expect(await gatewayOf(provider).run(old)).toEqual(done);
    expect(provider.asked).toEqual(['look-up order-1/authorise']);
  });

  it('when it knows a refusal under it, then that is the answer', async () => {
    const refused = { status: 'refused', code: 'card-declined' } as const;
    const provider = scriptedProvider([], [{ status: 'found', answer: refused, others: 0 }]);
    expect(await gatewayOf(provider).run(old)).toEqual(refused);
  });

  it('when it has never heard of it, then it is sent, under the same key', async () => {
    const provider = scriptedProvider([done], [absent]);
    expect(await gatewayOf(provider).run(old)).toEqual(done);
    expect(provider.asked).toEqual(['look-up order-1/authorise', 'send order-1/authorise']);
  });

  it('when the look-up fails, then it is asked again and never sent blindly', async () => {
    const provider = scriptedProvider([done], [failing]);
    expect(await ended(gatewayOf(provider).run(old))).toEqual({ status: 'failed', code: 'provider-error' });
    expect(provider.asked).toEqual(Array(3).fill('look-up order-1/authorise'));
  });

  it('when sending fails after a look-up, then it is asked again before each further try', async () => {
    const provider = scriptedProvider([failing, done], [absent]);
    expect(await ended(gatewayOf(provider).run(old))).toEqual(done);
    expect(provider.asked.map(one => one.split(' ')[0])).toEqual(['look-up', 'send', 'look-up', 'send']);
  });

  it('when it has no reference, then it is not repeated, and a person is called', async () => {
    const provider = scriptedProvider([done], [absent]);
    const answer = await gatewayOf(provider).run(pending({ since: -24 * hour, reference: null }));
    expect(answer).toEqual({ status: 'failed', code: 'reference-missing' });
    expect(provider.asked).toEqual([]);
    expect(watched.alarms).toHaveLength(1);
  });

  it('when it was done twice, then it counts as done, and a person is called', async () => {
    const provider = scriptedProvider([], [{ status: 'found', answer: done, others: 1 }]);
    expect(await gatewayOf(provider).run(old)).toEqual(done);
    expect(watched.alarms).toMatchObject([{ code: 'effect-doubled', effectId: 'order-1/authorise' }]);
  });

  it('when it becomes too old while it waits for a place, then it is asked for after all', async () => {
    const slow = () => new Promise<typeof done>(resolve => setTimeout(resolve, 900, done));
    const provider = scriptedProvider([slow, done], [found]);
    const { run } = gatewayOf(provider, { concurrency: 1, keyLifetime: 2_000, keyMargin: 1_000 });
    await vi.advanceTimersByTimeAsync(500);
    const first = run(pending({ idempotencyKey: 'first' }));
    const second = run(pending({ idempotencyKey: 'second' }));
    expect(await ended(first)).toEqual(done);
    expect(await ended(second)).toEqual(done);
    expect(provider.asked).toEqual(['send first', 'look-up order-1/authorise']);
  });
});

describe('given an effect that may be repeated for ever', () => {
  it('then it is sent however old it is', async () => {
    const provider = scriptedProvider([done]);
    const { run } = gatewayOf(provider, { keyLifetime: Number.POSITIVE_INFINITY });
    expect(await run(pending({ since: -365 * 24 * hour, reference: null }))).toEqual(done);
  });
});

describe('given a task that gives up', () => {
  it('when it had given up before, then nothing is sent', async () => {
    const provider = scriptedProvider([done]);
    await expect(gatewayOf(provider).run(pending(), AbortSignal.abort('moved'))).rejects.toBe('moved');
    expect(provider.asked).toEqual([]);
  });

  it('when a call is under way, then there is no answer, at once', async () => {
    const task = new AbortController();
    const answer = gatewayOf(scriptedProvider(['hang'])).run(pending(), task.signal);
    task.abort('moved');
    await expect(answer).rejects.toBe('moved');
    expect(watched.runs).toMatchObject([{ status: 'aborted' }]);
  });

  it('when it pauses between tries, then there is no answer, at once, and no further try', async () => {
    const task = new AbortController();
    const provider = scriptedProvider([failing]);
    const answer = gatewayOf(provider, { firstDelay: 1_000 }).run(pending(), task.signal);
    const rejected = expect(answer).rejects.toBe('moved');
    await vi.advanceTimersByTimeAsync(0);
    task.abort('moved');
    await rejected;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(provider.asked).toHaveLength(1);
  });
});

describe('given an observer that throws', () => {
  it('then the effect is done all the same, and the others are told', async () => {
    const broken = {
      called: () => {
        throw new Error('no metrics today');
      },
    };
    const gateway = createGateway({ name: 'test', keyLifetime: hour }, scriptedProvider([done]), [broken, watched]);
    expect(await gateway.run(pending(), () => 'a call', unbroken())).toEqual(done);
    expect(watched.calls).toHaveLength(1);
  });
});
