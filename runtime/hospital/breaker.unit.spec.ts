import { describe, expect, it } from 'vitest';
import { count, type Decided, nothingCounted } from './breaker.ts';

const limits = { window: 20, percent: 50, atLeast: 5, inARow: 4 };
const well = (many: number): Decided[] => Array.from({ length: many }, (_, n) => ({ key: `well-${n}`, failed: false }));
const ill = (...keys: string[]): Decided[] => keys.map(key => ({ key, failed: true }));
const mixed = (many: number): Decided[] =>
  Array.from({ length: many }, (_, n) => [ill(`ill-${n}`), well(1)].flat()).flat();

describe('the storm breaker', () => {
  it('given inputs that go well, then it never trips, and remembers no more than its window', () => {
    let counted = nothingCounted;
    for (let n = 0; n < 10; n++) ({ counted } = count(counted, well(7), limits));
    expect(counted.last).toHaveLength(20);
    expect(count(counted, well(1), limits).trips).toBeNull();
  });

  it('given as many different keys in a row as it bears, then it holds; with one more it trips', () => {
    const { counted, trips } = count(nothingCounted, ill('a', 'b', 'c', 'd'), limits);
    expect(trips).toBeNull();
    expect(count(counted, ill('e'), limits).trips).toEqual({ failures: 5, decided: 5, inARow: 5 });
  });

  it('given one key again and again, then that is one key', () => {
    expect(count(nothingCounted, ill('a', 'a', 'a', 'a'), { ...limits, atLeast: 100 }).trips).toBeNull();
  });

  it('given a success between, then the row begins anew', () => {
    const decided = [...ill('a', 'b', 'c', 'd'), ...well(1), ...ill('e', 'f', 'g', 'h')];
    expect(count(nothingCounted, decided, { ...limits, atLeast: 100 }).trips).toBeNull();
  });

  it('given half of all, then it holds; with more than half it trips', () => {
    const { counted, trips } = count(nothingCounted, [...well(1), ...mixed(9)], limits);
    expect(trips).toBeNull();
    expect(count(counted, ill('x', 'y', 'z'), limits).trips).toMatchObject({ decided: 20, failures: 11 });
  });

  it('given few failures among few inputs, then their share says nothing', () => {
    expect(count(nothingCounted, ill('a', 'b', 'c'), limits).trips).toBeNull();
  });

  it('given the same inputs twice, then it counts the same twice', () => {
    expect(count(nothingCounted, mixed(8), limits)).toEqual(count(nothingCounted, mixed(8), limits));
  });
});
