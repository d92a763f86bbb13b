import { open, stat } from 'node:fs/promises';
import { readFully } from '../read-fully.ts';
import { PACKED_HEAD_BYTES, packedAs } from './packed.ts';
import { isStateFile, statesIn } from './states.ts';
import type { ScanContext } from './topics.ts';
import type { ValueReader } from './values.ts';

/** What was read of a file, and what tells whether it is still all of it. */
export type FileScan = {
  readonly bytes: number;
  readonly sealed: number;
  /** States. */
  readonly records: number;
  /** Why its bytes say nothing. */
  readonly packed: string | null;
  /** A given text was found in it: it is named once. */
  readonly found: boolean;
  /** Where its states end, or cannot be read any more; null where it is no file of states. */
  readonly statesEnd: number | null;
  readonly inode: number;
  readonly size: number;
  readonly changedAt: number;
  /** Its last bytes: what begins there and goes on in what is added is found too. */
  readonly tail: Buffer;
};

const PIECE_BYTES = 1_048_576;

/**
 * Searches a file; where it was searched before, what was added since. What was rewritten is read anew.
 *
 * @param path of the file
 * @param file how it is named where something is found
 */
export async function scanFile(
  path: string,
  file: string,
  before: FileScan | null,
  look: ValueReader,
  context: ScanContext,
): Promise<FileScan> {
  const { ino, size, mtimeMs } = await stat(path);
  const known = before !== null && before.inode === ino && (await goesOn(path, before)) ? before : null;
  if (known !== null && size === known.bytes && (mtimeMs === known.changedAt || known.size < known.bytes)) return known;
  const same = known !== null && size > known.bytes ? known : null;
  const read = await scanBytes(path, file, same, context);
  const states = isStateFile(file) ? await scanStates(path, file, same, look, context) : { records: 0, end: null };
  return { ...read, records: states.records, statesEnd: states.end, inode: ino, size, changedAt: mtimeMs };
}

/** Whether what was read last still stands there. */
async function goesOn(path: string, { bytes, tail }: FileScan): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    return (await readFully(handle, tail.length, bytes - tail.length)).equals(tail);
  } finally {
    await handle.close();
  }
}

const NOTHING = { bytes: 0, sealed: 0, packed: null, found: false, tail: Buffer.alloc(0) };

/** Piece by piece; what reaches from one into the next is found too, and counted once. */
async function scanBytes(path: string, file: string, from: FileScan | null, context: ScanContext) {
  const { search, tally, onRead, signal } = context;
  const handle = await open(path, 'r');
  try {
    let { bytes: at, sealed, packed, found, tail } = from ?? NOTHING;
    if (from === null || at < PACKED_HEAD_BYTES) packed = packedAs(await readFully(handle, PACKED_HEAD_BYTES, 0));
    for (;;) {
      signal.throwIfAborted();
      const piece = await readFully(handle, PIECE_BYTES, at);
      if (piece.length === 0) break;
      const bytes = Buffer.concat([tail, piece]);
      sealed += search.sealedIn(bytes) - search.sealedIn(tail);
      if (!found && search.texts > 0 && search.holdsText(bytes)) {
        found = true;
        tally.add({ what: 'text', place: { file, at: at - tail.length } });
      }
      at += piece.length;
      tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - search.longest + 1)));
    }
    onRead(1);
    return { bytes: at, sealed, packed, found, tail };
  } finally {
    await handle.close();
  }
}

async function scanStates(
  path: string,
  file: string,
  from: FileScan | null,
  look: ValueReader,
  { search, tally, signal }: ScanContext,
): Promise<{ records: number; end: number }> {
  let records = from?.records ?? 0;
  let end = from?.statesEnd ?? 0;
  for await (const batch of statesIn(path, end)) {
    signal.throwIfAborted();
    for (const { at, value } of batch.states) {
      if (value !== null) tally.looked(await look(value, search.customerId), { file, at });
    }
    records += batch.states.length;
    end = batch.end;
  }
  return { records, end };
}
