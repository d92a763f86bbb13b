import { describe, expect, it } from 'vitest';
import { adaptivePace } from './pace.ts';

/** A process that begins this many transactions a second, for two seconds. */
function at(rate: number) {
  const pace = adaptivePace({ ease: 100, busy: 300, longest: 40 });
  for (let now = 0; now < 2_000; now += 1_000 / rate) pace.began(now);
  return pace;
}

describe('the pace of transactions', () => {
  it('given a process at ease, is none', () => {
    expect(at(90).wait(1_999, 2_000, 0)).toBe(0);
  });

  it('given a busy process, is the longest pause from the last beginning on', () => {
    expect(at(600).wait(1_999, 2_000, 0)).toBe(39);
    expect(at(600).wait(1_970, 2_000, 0)).toBe(10);
    expect(at(600).wait(1_900, 2_000, 0)).toBe(0);
  });

  it('given something between, is something between', () => {
    const wait = at(200).wait(2_000, 2_000, 0);
    expect(wait).toBeGreaterThan(10);
    expect(wait).toBeLessThan(30);
  });

  it('given a processor that lingers, is that at least, also at ease', () => {
    expect(at(90).wait(1_999, 2_000, 500)).toBe(499);
    expect(at(600).wait(1_999, 2_000, 10)).toBe(39);
    expect(at(600).wait(1_400, 2_000, 500)).toBe(0);
  });

  it('ends when the load has gone', () => {
    const pace = at(600);
    pace.began(4_000);
    expect(pace.wait(4_000, 4_000, 0)).toBe(0);
  });
});
