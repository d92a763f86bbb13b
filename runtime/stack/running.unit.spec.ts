import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layoutOf } from './layout.ts';
import { runningStack, tellAddresses } from './running.ts';

const addresses = { kafkaBrokers: ['127.0.0.1:19092'], registryUrl: 'http://127.0.0.1:18081', databaseUrl: null };
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'longplay-running-'));
  mkdirSync(layoutOf({ home }).run, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const heldBy = (pid: number) => writeFileSync(`${layoutOf({ home }).lock}.pid`, String(pid));

describe('the stack that runs in a home', () => {
  it('is where its program said, while that program lives', () => {
    heldBy(process.pid);
    tellAddresses(layoutOf({ home }), addresses);
    expect(runningStack({ home })).toEqual(addresses);
  });

  it('is none where nobody ever started one, or it is still starting', () => {
    expect(runningStack({ home })).toBeNull();
    heldBy(process.pid);
    expect(runningStack({ home })).toBeNull();
  });

  it('is none where its program died without a word', () => {
    const { pid } = spawnSync('true');
    heldBy(pid);
    tellAddresses(layoutOf({ home }), addresses);
    expect(runningStack({ home })).toBeNull();
  });
});
