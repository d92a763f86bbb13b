import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Resolve, sharedResolve } from './resolve.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Answer = Parameters<Resolve>[1];

function given(limits = {}) {
  const asked: { host: string; done: Answer }[] = [];
  const resolve = sharedResolve((host, done) => void asked.push({ host, done }), { timeout: 100, most: 2, ...limits });
  const said: string[] = [];
  const want = (host: string) =>
    resolve(host, (error, [first]) => void said.push(error === null ? `${first?.address}` : error.message));
  const answer = (at: number, address: string) => asked[at]?.done(null, [{ address, family: 4 }]);
  return { asked, said, want, answer, hosts: () => asked.map(({ host }) => host) };
}

describe('a name', () => {
  test('is asked for once for all who want it at the same time, and anew for the next', () => {
    const { said, want, answer, hosts } = given();
    want('a');
    want('a');
    expect(hosts()).toEqual(['a']);
    answer(0, '1.1.1.1');
    expect(said).toEqual(['1.1.1.1', '1.1.1.1']);
    want('a');
    expect(hosts()).toEqual(['a', 'a']);
  });

  test('that hangs holds one lookup, and nobody for long', () => {
    const { said, want, answer, hosts } = given();
    want('a');
    vi.advanceTimersByTime(100);
    want('a');
    vi.advanceTimersByTime(100);
    expect(said).toEqual(['No answer about the name a in time.', 'No answer about the name a in time.']);
    expect(hosts()).toEqual(['a']);
    want('a');
    answer(0, '1.1.1.1');
    expect(said.at(-1)).toBe('1.1.1.1');
    vi.advanceTimersByTime(1_000);
    expect(said).toHaveLength(3);
  });

  test('waits where as many hang as may, and is not asked for when nobody waits for it any more', () => {
    const { said, want, answer, hosts } = given();
    for (const host of ['a', 'b', 'c']) want(host);
    expect(hosts()).toEqual(['a', 'b']);
    vi.advanceTimersByTime(100);
    want('d');
    answer(0, '1.1.1.1');
    expect(hosts()).toEqual(['a', 'b', 'd']);
    want('c');
    answer(1, '2.2.2.2');
    expect(hosts()).toEqual(['a', 'b', 'd', 'c']);
    answer(3, '3.3.3.3');
    expect(said.at(-1)).toBe('3.3.3.3');
  });
});
