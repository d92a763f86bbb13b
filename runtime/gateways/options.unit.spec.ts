import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { checkOptions, type GatewayOptions } from './options.ts';

const provider = { lookUp: () => {} };
const check = (over: Partial<GatewayOptions>, to: { lookUp?: unknown } = provider) =>
  checkOptions({ name: 'payments', keyLifetime: 86_400_000, ...over }, to);

describe('given the options of a gateway', () => {
  it('when only what has no default is given, then the rest is filled in', () => {
    expect(check({})).toMatchObject({ keyMargin: 60_000, timeout: 5_000, tries: 3, concurrency: 32, queue: 10_000 });
  });

  it('when keys live for a short time, then the margin is a quarter of it', () => {
    expect(check({ keyLifetime: 60_000 }).keyMargin).toBe(15_000);
  });

  it.each<[string, Partial<GatewayOptions>]>([
    ['keyMargin (4000) is shorter than one timeout (5000)', { keyMargin: 4_000 }],
    ['keyMargin (90000) leaves nothing of keyLifetime (80000)', { keyMargin: 90_000, keyLifetime: 80_000 }],
    ['keyLifetime is 0, and must be more than 0', { keyLifetime: 0, keyMargin: 0 }],
    ['tries is 0, and must be a whole number of at least 1', { tries: 0 }],
    ['timeout is 1.5, and must be a whole number of at least 1', { timeout: 1.5 }],
    ['longestDelay is 100, and must be a whole number of at least 200', { longestDelay: 100 }],
    ['openAtMost is 1000, and must be a whole number of at least 5000', { openAtMost: 1_000 }],
    ['breakerShare is 1, and must lie between 0 and 1', { breakerShare: 1 }],
    ['queue is -1, and must be a whole number of at least 0', { queue: -1 }],
  ])('when %s, then it is refused', (problem, over) => {
    expect(() => check(over)).toThrow(problem);
  });

  it('when keys end and nobody can be asked, then it is refused, with a remedy', () => {
    const act = () => check({}, {});
    expect(act).toThrow(LongplayError);
    expect(act).toThrow(
      'The gateway payments cannot work like this: keys that end need a provider that can be asked by reference.',
    );
  });

  it('when a repeat does no harm, then nobody needs to be asked', () => {
    expect(check({ keyLifetime: Number.POSITIVE_INFINITY }, {}).keyLifetime).toBe(Number.POSITIVE_INFINITY);
  });

  it('when several are wrong, then all are named at once', () => {
    expect(() => check({ tries: 0, concurrency: 0 })).toThrow(/tries is 0.*; concurrency is 0/);
  });
});
