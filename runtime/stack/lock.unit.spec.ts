import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHolder, tryLock } from './lock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longplay-lock-'));
  file = join(folder, 'data.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('tryLock', () => {
  it('given a free lock, gives it and names this process', () => {
    const lock = tryLock(file);
    expect(lock).not.toBeNull();
    expect(lockHolder(file)).toBe(process.pid);
    lock?.release();
  });

  it('given a lock that is held, refuses it, also within one process', () => {
    const lock = tryLock(file);
    expect(tryLock(file)).toBeNull();
    expect(lockHolder(file)).toBe(process.pid);
    lock?.release();
  });

  it('given a lock that was released, gives it again, and its holder is unknown in between', () => {
    const lock = tryLock(file);
    lock?.release();
    lock?.release();
    expect(lockHolder(file)).toBeNull();
    const next = tryLock(file);
    expect(next).not.toBeNull();
    next?.release();
  });
});
