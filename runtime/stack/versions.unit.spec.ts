import { describe, expect, it } from 'vitest';
import { compareVersions, versions } from './versions.ts';

describe('versions', () => {
  it('come from the POM and package.json', () => {
    for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+/);
  });

  it.each([
    ['4.3.1', '4.3.1', 0],
    ['4.10.0', '4.9.9', 1],
    ['4.3', '4.3.1', -1],
    ['18', '17.9', 1],
  ])('compares %s with %s number by number', (a, b, sign) => {
    expect(compareVersions(a, b)).toBe(sign);
  });
});
