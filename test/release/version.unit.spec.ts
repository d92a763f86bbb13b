import { describe, expect, it } from 'vitest';
import { withVersion } from './package-version.ts';
import { read } from './state.ts';
import { compareVersions, mayBreak, requireNext } from './version.ts';

describe('given a version to release', () => {
  it('when it follows all before it, then it is taken', () => {
    expect(() => requireNext('0.1.0', ['0.0.0'])).not.toThrow();
    expect(() => requireNext('0.10.0', ['0.9.0', '0.2.0', 'nonsense'])).not.toThrow();
  });

  it.each(['0.9.0', '0.2.9', '0.1.0'])('when it is %s after 0.9.0, then it is refused', version => {
    expect(() => requireNext(version, ['0.9.0', '0.1.0'])).toThrow('not greater than the last version, 0.9.0');
  });

  it.each(['', '1', '1.2', 'v1.2.3', '1.2.3-rc.1', '01.2.3', '1.2.3.4'])(
    'when it is “%s”, then it is refused',
    text => {
      expect(() => requireNext(text, [])).toThrow('is not MAJOR.MINOR.PATCH');
    },
  );

  it('then versions are compared by number', () => {
    expect(['1.10.0', '1.9.9', '0.2.0', '1.9.10'].sort(compareVersions)).toEqual([
      '0.2.0',
      '1.9.9',
      '1.9.10',
      '1.10.0',
    ]);
  });

  it('then a new major version may break, and before 1.0.0 a minor one', () => {
    const pairs = [
      ['2.0.0', '1.9.0'],
      ['0.2.0', '0.1.9'],
      ['1.0.0', '0.9.0'],
      ['1.10.0', '1.9.0'],
      ['0.1.2', '0.1.1'],
    ] as const;
    expect(pairs.map(([now, before]) => mayBreak(now, before))).toEqual([true, true, true, false, false]);
  });
});

describe.each(['package.json', 'package-lock.json'])('given %s', file => {
  const text = read(file);

  it('when its own version is set, then nothing is changed', () => {
    expect(withVersion(text, JSON.parse(text).version)).toBe(text);
  });

  it('when another is set, then it says so wherever it speaks of itself', () => {
    const changed = JSON.parse(withVersion(text, '99.0.0'));
    expect([changed.version, changed.packages?.[''].version ?? '99.0.0']).toEqual(['99.0.0', '99.0.0']);
  });
});
