import { describe, expect, it } from 'vitest';
import { gapsIn } from './gaps.ts';

const at = (...offsets: number[]) => offsets.map(offset => ({ offset: BigInt(offset) }));
const shown = (...asked: Parameters<typeof gapsIn>) => gapsIn(...asked).map(one => `${one.from}-${one.to} ${one.what}`);

describe('what lies between the records of a page', () => {
  it('given records side by side, then nothing', () => {
    expect(shown({ from: 3n, to: 6n }, at(3, 4, 5), [])).toEqual([]);
  });

  it('given markers, aborted records and what is gone, then each by its name', () => {
    const hidden = [
      { from: 2n, to: 3n, what: 'commit' },
      { from: 3n, to: 5n, what: 'aborted' },
      { from: 5n, to: 6n, what: 'abort' },
    ] as const;
    const gaps = ['2-3 commit', '3-5 aborted', '5-6 abort', '7-9 gone', '10-12 gone'];
    expect(shown({ from: 0n, to: 12n }, at(0, 1, 6, 9), hidden)).toEqual(gaps);
  });

  it('given what reaches beyond the page, then as much of it as belongs to it', () => {
    const hidden = [
      { from: 0n, to: 6n, what: 'aborted' },
      { from: 9n, to: 20n, what: 'aborted' },
    ] as const;
    expect(shown({ from: 4n, to: 10n }, at(7), hidden)).toEqual([
      '4-6 aborted',
      '6-7 gone',
      '8-9 gone',
      '9-10 aborted',
    ]);
  });

  it('given the same side by side, and a page of nothing, then one gap', () => {
    const hidden = [1n, 2n, 3n].map(from => ({ from, to: from + 1n, what: 'aborted' as const }));
    expect(shown({ from: 1n, to: 4n }, [], hidden)).toEqual(['1-4 aborted']);
    expect(shown({ from: 4n, to: 4n }, [], [])).toEqual([]);
  });
});
