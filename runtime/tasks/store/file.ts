import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import { encodeBatch, type Place } from './batch-format.ts';
import { type Entry, keyIndex } from './key-index.ts';
import type { Change, Checkpoint, StateStore } from './port.ts';
import { openSegment, type Segment } from './segment.ts';

export type FileStoreOptions = {
  /** Size at which a segment is closed and the next one begun, bytes. Default 64 MiB. */
  readonly segmentBytes?: number;
};

const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Read at a stretch while a store is opened. */
const SCAN_BYTES = 4 * 1024 * 1024;

/**
 * A store in a folder of its own: values in files that are only appended to, their places in memory (the design of
 * Bitcask, https://riak.com/assets/bitcask-intro.pdf). Orders have random keys, for which a B-tree on disk rewrites
 * pages all over: restoring a million took LMDB several times as long (docs/decisions/0041). A segment of which less
 * than half is live is emptied bit by bit and removed.
 *
 * It is never synced: the folder is kept for this boot of the machine only (folder.ts), since a process that is killed
 * loses nothing that it has written. A batch that is cut off at the end is as if it had never been; any other damage
 * makes the store begin anew.
 */
export async function fileStore(folder: string, options: FileStoreOptions = {}): Promise<StateStore> {
  const { segmentBytes = SEGMENT_BYTES } = options;
  const index = keyIndex();
  let segments = new Map<number, Segment>();
  let checkpoint: Checkpoint | null = null;
  /** Used again for each batch. */
  let room: Buffer | null = null;
  let emptied: { readonly segment: Segment; at: number } | null = null;
  let closed = false;
  let broken: LongplayError | null = null;

  const pathOf = (number: number): string => join(folder, `${String(number).padStart(10, '0')}.states`);

  const newest = (): Segment => {
    const last = [...segments.values()].at(-1);
    if (last !== undefined && last.end < segmentBytes) return last;
    const next = openSegment(pathOf((last?.number ?? 0) + 1), (last?.number ?? 0) + 1);
    segments.set(next.number, next);
    return next;
  };

  const note = (segment: Segment, places: readonly Place[]): void => {
    for (const place of places) {
      const replaced = index.set(segment.number, place);
      if (replaced === null) continue;
      segment.live += place.length;
      if (replaced !== undefined) (segments.get(replaced.segment) as Segment).live -= replaced.length;
    }
  };

  const begin = async (): Promise<void> => {
    mkdirSync(folder, { recursive: true });
    const numbers = readdirSync(folder).flatMap(name =>
      /^\d{10}\.states$/.test(name) ? [Number(name.slice(0, 10))] : [],
    );
    for (const number of numbers.sort((a, b) => a - b)) segments.set(number, openSegment(pathOf(number), number));
    const last = [...segments.values()].at(-1);
    let scanned = 0;
    for (const segment of segments.values()) {
      let found = segment.batchAt(0);
      for (; typeof found === 'object'; found = segment.batchAt(segment.end)) {
        scanned += found.end - segment.end;
        segment.end = found.end;
        checkpoint = found.checkpoint;
        note(segment, found.places);
        if (scanned > SCAN_BYTES) {
          scanned = 0;
          await setImmediate(); // heartbeats go out meanwhile
        }
      }
      if (found === 'cut' && segment === last) segment.cutTo(segment.end);
      else if (found !== 'end') {
        clear();
        return;
      }
    }
  };

  const clear = (): void => {
    for (const segment of segments.values()) segment.remove();
    segments = new Map();
    index.clear();
    checkpoint = null;
    emptied = null;
  };

  const readValue = (entry: Entry): Buffer => {
    const segment = segments.get(entry.segment) as Segment;
    return segment.read(entry.at + entry.length - entry.valueLength, entry.valueLength);
  };

  /**
   * Goes through twice as many bytes of segments that are mostly dead as were written, and moves what is live there: so
   * the files never take much more than twice what is live, and no change waits for more than its share.
   */
  const tidy = (written: number): void => {
    for (let share = 2 * written; share > 0; ) {
      emptied ??= leastLive();
      if (emptied === null) return;
      const { segment, at } = emptied;
      const found = segment.live === 0 ? 'end' : segment.batchAt(at);
      if (typeof found === 'object') {
        moveLive(segment, found.places);
        emptied.at = found.end;
        share -= found.end - at;
        continue;
      }
      if (segment.live > 0) throw new Error(`${pathOf(segment.number)} is damaged.`);
      segments.delete(segment.number);
      segment.remove();
      emptied = null;
    }
  };

  const moveLive = (segment: Segment, places: readonly Place[]): void => {
    const moved: Change[] = [];
    for (const { key, at } of places) {
      const entry = index.get(key);
      if (entry === undefined || entry.segment !== segment.number || entry.at !== at) continue;
      const { offset, open, gone } = entry;
      moved.push({ key, value: gone ? null : readValue(entry), offset, open });
    }
    if (moved.length > 0) append(moved, checkpoint as Checkpoint);
  };

  /** A closed segment of which less than half is live. */
  const leastLive = (): { segment: Segment; at: number } | null => {
    const closedOnes = [...segments.values()].slice(0, -1);
    const segment = closedOnes.find(({ live, end }) => 2 * live < end);
    return segment === undefined ? null : { segment, at: 0 };
  };

  /** Answers how many bytes were written. */
  const append = (changes: readonly Change[], at: Checkpoint): number => {
    const segment = newest();
    const encoded = encodeBatch(changes, at, segment.end, room);
    room = encoded.room;
    segment.append(encoded.bytes);
    note(segment, encoded.places);
    checkpoint = at;
    return encoded.bytes.length;
  };

  /** Whatever the file system refuses: no space, no right, a file that is gone. */
  const guarded = <T>(what: string, work: () => T): T => {
    if (closed) throw new Error(`The store in ${folder} is closed.`);
    if (broken !== null) throw broken;
    try {
      return work();
    } catch (cause) {
      throw failure(what, cause);
    }
  };

  /** After a write that failed half way nothing may follow it in the file. */
  const failure = (what: string, cause: unknown): LongplayError => {
    const error = unusable(folder, what, cause);
    if (what !== 'read') broken = error;
    return error;
  };

  await begin().catch(cause => {
    throw unusable(folder, 'opened', cause);
  });
  return {
    get: key => {
      const entry = index.get(key);
      if (entry === undefined || entry.gone) return undefined;
      return { offset: entry.offset, value: guarded('read', () => readValue(entry)) };
    },
    offsetOf: index.offsetOf,
    apply: (changes, at) =>
      guarded('written', () => {
        tidy(append(changes, at));
      }),
    load: async (changes, at) => {
      const segment = guarded('written', newest);
      const encoded = encodeBatch(changes, at, segment.end, room);
      room = encoded.room;
      try {
        await segment.appendLater(encoded.bytes);
      } catch (cause) {
        throw failure('written', cause);
      }
      guarded('written', () => {
        note(segment, encoded.places);
        checkpoint = at;
        tidy(encoded.bytes.length);
      });
    },
    checkpoint: () => checkpoint,
    newest: index.newest,
    openKeys: index.openKeys,
    keys: index.keys,
    size: index.size,
    clear: () => guarded('cleared', clear),
    close: async () => {
      if (closed) return;
      closed = true;
      for (const segment of segments.values()) segment.close();
    },
  };
}

const unusable = (folder: string, what: string, cause: unknown): LongplayError =>
  new LongplayError(
    'LP_TASK_STORE_UNUSABLE',
    `The states in ${folder} could not be ${what}: ${(cause as Error).message}`,
    {
      cause,
    },
  );
