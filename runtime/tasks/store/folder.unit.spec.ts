import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateFolder } from './folder.ts';

const checkpoint = { clusterId: 'c', topicId: 't', position: 1n, at: 1 };
const changes = [{ key: 'a', value: Buffer.from('1'), offset: 0n, open: false }];

let path = '';
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'longplay-states-'));
});
afterEach(() => rmSync(path, { recursive: true }));

async function write(boot: string | null): Promise<void> {
  const states = stateFolder(path, boot);
  const store = await states.open('orders', 0);
  store.apply(changes, checkpoint);
  await store.close();
  states.close();
}

async function sizeAfter(boot: string | null): Promise<number> {
  const states = stateFolder(path, boot);
  const store = await states.open('orders', 0);
  const size = store.size();
  await store.close();
  states.close();
  return size;
}

describe('the folder of states', () => {
  it('given another process on the same boot, then it goes on with what the last one has left', async () => {
    await write('boot 1');
    expect(await sizeAfter('boot 1')).toBe(1);
  });

  it('given another boot of the machine, then nothing of the last one is trusted', async () => {
    await write('boot 1');
    expect(await sizeAfter('boot 2')).toBe(0);
  });

  it('given a system that does not tell its boot, then nothing is kept', async () => {
    await write(null);
    expect(await sizeAfter(null)).toBe(0);
  });

  it('given two at the same time, then each has its own; once one lets go, the next one has it', async () => {
    await write('boot');
    const first = stateFolder(path, 'boot');
    const second = stateFolder(path, 'boot');
    const [one, two] = [await first.open('orders', 0), await second.open('orders', 0)];
    expect([one.size(), two.size()]).toEqual([1, 0]);
    await Promise.all([one.close(), two.close()]);
    first.close();
    second.close();
    expect(await sizeAfter('boot')).toBe(1);
  });
});
