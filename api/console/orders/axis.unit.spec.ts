import { describe, expect, it } from 'vitest';
import { axisOf } from './axis.ts';

describe('an axis of time', () => {
  it('is to scale where nothing lasted long', () => {
    const axis = axisOf([0, 100, 300, 400], 400);
    expect([0, 100, 300, 400].map(axis.x)).toEqual([0, 100, 300, 400]);
    expect(axis.cuts).toEqual([]);
  });

  it('given a long wait, then it is cut, and says how long it was; the rest stays to scale', () => {
    const axis = axisOf([0, 100, 200, 300, 86_400_300], 400);
    expect(axis.cuts).toEqual([{ from: expect.any(Number), to: 400, ms: 86_400_000 }]);
    expect(axis.x(200) - axis.x(100)).toBeCloseTo(axis.x(100) - axis.x(0));
    expect(axis.x(86_400_300)).toBe(400);
    expect(axis.x(300)).toBeGreaterThan(300);
  });

  it('given that all is to be to scale, then nothing is cut', () => {
    const axis = axisOf([0, 100, 1_000_000], 1_000, 'time');
    expect([axis.cuts, axis.x(100), axis.x(1_000_000)]).toEqual([[], 0.1, 1_000]);
  });

  it('given more waits than there is room for, then it still fits', () => {
    const times = Array.from({ length: 120 }, (_, n) => Math.floor(n / 2) * 1_000_000 + (n % 2));
    const axis = axisOf(times, 500);
    expect(axis.cuts).toHaveLength(59);
    expect(axis.x(times.at(-1) ?? 0)).toBeCloseTo(500);
    const places = times.map(axis.x);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  it('given one time, or none, or times backwards, then it does not break', () => {
    expect(axisOf([5], 100).x(5)).toBe(0);
    expect(axisOf([], 100).cuts).toEqual([]);
    expect(axisOf([30, 10, 20, 10], 20).x(30)).toBe(20);
  });
});
