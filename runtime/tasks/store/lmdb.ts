import { open } from 'lmdb';
import type { Checkpoint, StateStore, Stored } from './port.ts';

const CHECKPOINT = 'checkpoint';
const OFFSET_BYTES = 8;

/**
 * A store in a folder of its own, on LMDB: memory-mapped, so that its size does not count against the process, and one
 * transaction holds states and checkpoint. It is not synced to disk at each commit: after a crash of the machine the
 * checkpoint tells how much is missing, and a damaged store is restored from the topic.
 */
export function lmdbStore(folder: string): StateStore {
  const root = open({ path: folder, encoding: 'binary', noSync: true, maxDbs: 2 });
  const states = root.openDB<Buffer, string>({ name: 'states', encoding: 'binary' });
  const meta = root.openDB<Record<string, string | number>, string>({ name: 'meta', encoding: 'json' });
  return {
    get: key => {
      const bytes = states.get(key);
      return bytes === undefined ? undefined : unpack(bytes);
    },
    apply: (changes, checkpoint) => {
      root.transactionSync(() => {
        for (const { key, value, offset } of changes) {
          if (value === null) states.removeSync(key);
          else states.putSync(key, pack({ value, offset }));
        }
        meta.putSync(CHECKPOINT, { ...checkpoint, position: String(checkpoint.position) });
      });
    },
    checkpoint: () => {
      const found = meta.get(CHECKPOINT);
      return found === undefined ? null : ({ ...found, position: BigInt(found.position as string) } as Checkpoint);
    },
    entries: () => states.getRange().map(({ key, value }) => [key, unpack(value)] as const),
    size: () => states.getCount(),
    clear: () => {
      root.transactionSync(() => {
        states.clearSync();
        meta.clearSync();
      });
    },
    close: () => root.close(),
  };
}

function pack({ value, offset }: Stored): Buffer {
  const bytes = Buffer.allocUnsafe(OFFSET_BYTES + value.length);
  bytes.writeBigInt64BE(offset, 0);
  value.copy(bytes, OFFSET_BYTES);
  return bytes;
}

const unpack = (bytes: Buffer): Stored => ({ offset: bytes.readBigInt64BE(0), value: bytes.subarray(OFFSET_BYTES) });
