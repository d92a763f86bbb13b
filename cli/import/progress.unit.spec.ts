import { describe, expect, test } from 'vitest';
import { progressText } from './progress.ts';

describe('the progress of an import', () => {
  test.each([
    [{ lines: 0, bytes: 0, size: 100, elapsed: 0 }, '0 lines, 0 %, 0/s'],
    [{ lines: 1_200, bytes: 25, size: 100, elapsed: 4_000 }, '1,200 lines, 25 %, 300/s, 0:12 left'],
    [{ lines: 10, bytes: 1, size: 10_000, elapsed: 1_000 }, '10 lines, 0 %, 10/s, 2:46:39 left'],
    [{ lines: 5, bytes: 100, size: 100, elapsed: 1_000 }, '5 lines, 100 %, 5/s'],
    [{ lines: 5, bytes: 100, size: null, elapsed: 1_000 }, '5 lines, 5/s'],
  ])('is told by bytes where the size is known: %j', (progress, text) => {
    expect(progressText(progress)).toBe(text);
  });
});
