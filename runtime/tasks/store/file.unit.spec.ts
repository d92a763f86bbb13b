import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LongplayError } from '../../errors.ts';
import { fileStore } from './file.ts';
import type { Change, Checkpoint, StateStore } from './port.ts';

const checkpoint = (position: bigint): Checkpoint => ({ clusterId: 'c', topicId: 't', position, at: 1 });
const change = (key: string, value: string | null, offset: bigint, open = false): Change => ({
  key,
  value: value === null ? null : Buffer.from(value),
  offset,
  open,
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longplay-file-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = (): string[] =>
  readdirSync(folder)
    .sort()
    .map(name => join(folder, name));

describe('a file store that is opened again', () => {
  it('given nothing but a close in between, then everything is still there', async () => {
    const first = await fileStore(folder);
    first.apply([change('a', '1', 5n, true), change('gone', '1', 6n)], checkpoint(7n));
    await first.load([change('gone', null, 7n)], checkpoint(8n));
    await first.close();
    const second = await fileStore(folder);
    expect(second.get('a')).toEqual({ value: Buffer.from('1'), offset: 5n });
    expect([...second.openKeys()]).toEqual(['a']);
    expect(second.size()).toBe(1);
    expect(second.checkpoint()).toEqual(checkpoint(8n));
    await second.close();
  });

  it('given any kill in the middle of a write, then the last batch is there as a whole, or not at all', async () => {
    const first = await fileStore(folder);
    first.apply([change('a', '1', 0n)], checkpoint(1n));
    const [file] = files() as [string];
    const whole = statSync(file).size;
    first.apply([change('a', '2', 1n), change('b', '2', 2n)], checkpoint(3n));
    await first.close();
    const bytes = readFileSync(file);
    for (let cut = whole; cut <= bytes.length; cut++) {
      writeFileSync(file, bytes.subarray(0, cut));
      const store = await fileStore(folder);
      const last = cut === bytes.length;
      expect(store.checkpoint()).toEqual(checkpoint(last ? 3n : 1n));
      expect(String(store.get('a')?.value)).toBe(last ? '2' : '1');
      // It goes on from there.
      store.apply([change('c', '3', 9n)], checkpoint(10n));
      await store.close();
      const again = await fileStore(folder);
      expect([again.size(), again.checkpoint()]).toEqual([last ? 3 : 2, checkpoint(10n)]);
      await again.close();
    }
  });

  it('given a damaged byte anywhere, then it begins anew, or reads what was there; never anything else', async () => {
    const first = await fileStore(folder);
    first.apply([change('a', '1', 0n)], checkpoint(1n));
    first.apply([change('b', '2', 1n)], checkpoint(2n));
    await first.close();
    const [file] = files() as [string];
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] as number) ^ 0x5a;
      writeFileSync(file, damaged);
      const store = await fileStore(folder);
      expect([store.size(), store.checkpoint()]).toEqual([0, null]);
      await store.close();
    }
  });

  it('given bytes that are no store at all, then it begins anew', async () => {
    writeFileSync(join(folder, '0000000001.states'), Buffer.alloc(20_000, 7));
    const store = await fileStore(folder);
    expect(store.checkpoint()).toBeNull();
    store.apply([change('a', '1', 0n)], checkpoint(1n));
    expect(String(store.get('a')?.value)).toBe('1');
    await store.close();
  });
});

describe('a file store that is in trouble', () => {
  it('given a folder that cannot be made, then it says which and why', async () => {
    writeFileSync(join(folder, 'file'), '');
    const thrown = (await fileStore(join(folder, 'file', 'store')).catch(error => error)) as LongplayError;
    expect(thrown.code).toBe('LP_TASK_STORE_UNUSABLE');
    expect(thrown.message).toContain(`${folder}/file/store could not be opened`);
  });

  it('given a file that was cut off while it was in use, then the read fails and nothing else', async () => {
    const store = await fileStore(folder);
    store.apply([change('a', 'long enough', 0n)], checkpoint(1n));
    truncateSync((files() as [string])[0], 3);
    expect(() => store.get('a')).toThrow('could not be read');
    await store.close();
  });

  it('given that it was closed, then using it is an error and not a crash', async () => {
    const store = await fileStore(folder);
    store.apply([change('a', '1', 0n)], checkpoint(1n));
    await store.close();
    await store.close();
    expect(() => store.get('a')).toThrow('is closed');
    expect(() => store.apply([], checkpoint(2n))).toThrow('is closed');
  });

  it('given somebody else’s files beside its own, then they are left alone', async () => {
    appendFileSync(join(folder, 'README'), 'mine');
    const store = await fileStore(folder);
    store.clear();
    await store.close();
    expect(readFileSync(join(folder, 'README'), 'utf8')).toBe('mine');
  });
});

describe('the size of a file store', () => {
  it('given keys that change for ever, then it stays within a few times what is alive', async () => {
    const store = await fileStore(folder, { segmentBytes: 4_096 });
    for (let n = 0; n < 5_000; n++) {
      store.apply([change(`k${n % 20}`, 'x'.repeat(100), BigInt(n))], checkpoint(BigInt(n + 1)));
    }
    const bytes = files().reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(4 * 4_096);
    await store.close();
    const again = await fileStore(folder, { segmentBytes: 4_096 });
    expect([again.size(), again.get('k7')?.offset]).toEqual([20, 4_987n]);
    await again.close();
  });

  it('given keys of which most never change, then it stays within a few times what is alive, too', async () => {
    const store = await fileStore(folder, { segmentBytes: 16_384 });
    let position = 0n;
    const put = (key: string): void => store.apply([change(key, 'x'.repeat(100), position)], checkpoint(++position));
    // A key that never changes lies beside one that does, in each segment, again and again.
    for (let n = 0; n < 500; n++) {
      put(`cold ${n}`);
      for (let hot = 0; hot < 20; hot++) put(`hot ${(n + hot) % 50}`);
    }
    const alive = 550 * 300; // each with the checkpoint of its batch
    expect(files().reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(3 * alive);
    expect(store.size()).toBe(550);
    expect(String(store.get('cold 3')?.value)).toBe('x'.repeat(100));
    await store.close();
  });

  it('behaves as a plain map would, through segments, tombstones and restarts', async () => {
    const step = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
          value: fc.option(fc.nat(300)),
          open: fc.boolean(),
        }),
      },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async steps => {
        rmSync(folder, { recursive: true, force: true });
        let store: StateStore = await fileStore(folder, { segmentBytes: 600 });
        const plain = new Map<string, { value: string; open: boolean }>();
        let position = 0n;
        for (const one of steps) {
          if (one === 'restart') {
            await store.close();
            store = await fileStore(folder, { segmentBytes: 600 });
          } else {
            const value = one.value === null ? null : 'v'.repeat(one.value);
            store.apply([change(one.key, value, position, one.open)], checkpoint(++position));
            if (value === null) plain.delete(one.key);
            else plain.set(one.key, { value, open: one.open });
          }
          for (const key of 'abcde') expect(store.get(key)?.value.toString()).toBe(plain.get(key)?.value);
          expect(store.size()).toBe(plain.size);
          expect([...store.openKeys()].sort()).toEqual(
            [...plain].flatMap(([key, { open }]) => (open ? [key] : [])).sort(),
          );
          expect(store.checkpoint()?.position ?? 0n).toBe(position);
        }
        await store.close();
      }),
      { numRuns: 200 },
    );
  });
});
