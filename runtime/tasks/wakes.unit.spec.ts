import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wakes } from './wakes.ts';

describe('wakes', () => {
  it('given times, then each key comes up once its own has come', () => {
    const times = wakes();
    times.set('late', 30);
    times.set('early', 10);
    expect(times.next()).toBe(10);
    expect(times.due(9)).toEqual([]);
    expect(times.due(10)).toEqual(['early']);
    expect(times.due(100)).toEqual(['late']);
    expect(times.next()).toBeNull();
  });

  it('given a key that is set again or called off, then only the newest counts', () => {
    const times = wakes();
    times.set('a', 10);
    times.set('a', 50);
    times.set('b', 20);
    times.set('b', null);
    expect(times.due(40)).toEqual([]);
    expect(times.due(50)).toEqual(['a']);
  });

  it('behaves as a plain list of times would', () => {
    const command = fc.oneof(
      fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), at: fc.option(fc.nat(50)) }),
      fc.record({ now: fc.nat(60) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), commands => {
        const times = wakes();
        const plain = new Map<string, number>();
        for (const one of commands) {
          if ('now' in one) {
            const due = [...plain].filter(([, at]) => at <= one.now).map(([key]) => key);
            for (const key of due) plain.delete(key);
            expect(times.due(one.now).sort()).toEqual(due.sort());
          } else {
            times.set(one.key, one.at);
            if (one.at === null) plain.delete(one.key);
            else plain.set(one.key, one.at);
          }
          expect(times.next()).toBe(plain.size === 0 ? null : Math.min(...plain.values()));
        }
      }),
    );
  });
});
