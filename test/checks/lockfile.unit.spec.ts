import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeLockfile, lockfileProblems } from './lockfile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longplay-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function project(packages: object, allowScripts: object): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ allowScripts }));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }),
  );
}

const tool = {
  version: '1.2.3',
  dev: true,
  optionalDependencies: { '@tool/darwin-arm64': '1.2.3', '@tool/linux-x64-musl': '1.2.3' },
};

describe('the lock file', () => {
  it('passes where every install script is decided and every platform has its entry', () => {
    project({ 'node_modules/a': { hasInstallScript: true }, 'node_modules/b': {} }, { a: false });
    expect(lockfileProblems(folder)).toEqual([]);
  });

  it('is refused for an install script that nobody decided about', () => {
    project({ 'node_modules/@x/a': { hasInstallScript: true } }, {});
    expect(lockfileProblems(folder)).toEqual([expect.stringContaining('@x/a has an install script')]);
  });

  it('is refused for a platform without an entry, and completed by the command that the refusal names', () => {
    project({ 'node_modules/tool': tool }, {});
    expect(lockfileProblems(folder)).toHaveLength(2);

    completeLockfile(join(folder, 'package-lock.json'));

    expect(lockfileProblems(folder)).toEqual([]);
    const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
    const platform = { version: '1.2.3', optional: true, dev: true };
    expect(packages['node_modules/@tool/darwin-arm64']).toEqual({ ...platform, os: ['darwin'], cpu: ['arm64'] });
    expect(packages['node_modules/@tool/linux-x64-musl']).toMatchObject({ libc: ['musl'], os: ['linux'] });
  });
});
