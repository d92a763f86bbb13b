import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST, readManifest } from '../backup/manifest.ts';
import { recordsOf } from '../backup/verify.ts';
import { LongplayError } from '../errors.ts';
import { isStateFile, statesIn } from './states.ts';
import { lookAt, type ScanContext } from './topics.ts';
import { type ValueReader, type ValuesWithin, valueReader } from './values.ts';

export type FolderScan = {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** States, and records of an export. */
  readonly records: number;
  readonly sealed: number;
};

export type FoldersToScan = {
  readonly folders: readonly string[];
  /** Of this installation's registry; an export has schemas of its own. */
  readonly look: ValueReader;
  readonly valuesWithin: ValuesWithin;
};

/**
 * Searches every file below these folders: bytes as they are, and by their schemas the states of tasks and the records of
 * an export, which are compressed.
 *
 * @throws LP_ERASURE_FOLDER_UNUSABLE
 */
export async function scanFolders(given: FoldersToScan, context: ScanContext): Promise<FolderScan[]> {
  const scans: FolderScan[] = [];
  for (const folder of given.folders) {
    const scan = { folder, files: 0, bytes: 0, records: 0, sealed: 0 };
    for (const file of await filesBelow(folder)) {
      context.signal.throwIfAborted();
      const bytes = await scanFile(folder, file, { ...given, scan }, context);
      if (bytes === null) continue;
      scan.files += 1;
      scan.bytes += bytes;
    }
    if (await isExport(folder)) await scanExport(folder, { ...given, scan }, context);
    scans.push(scan);
  }
  return scans;
}

type Into = FoldersToScan & { readonly scan: { records: number; sealed: number } };

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    return files.map(path => path.slice(folder.length + 1)).sort();
  } catch (cause) {
    const message = `${folder} cannot be searched: ${(cause as Error).message}`;
    throw new LongplayError('LP_ERASURE_FOLDER_UNUSABLE', message, { cause });
  }
}

/** Its length; null where it is gone. */
async function scanFile(folder: string, file: string, into: Into, context: ScanContext): Promise<number | null> {
  const path = join(folder, file);
  try {
    const bytes = await scanBytes(path, file, into, context);
    if (isStateFile(file)) await scanStates(path, file, into, context);
    return bytes;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (cause instanceof LongplayError || context.signal.aborted) throw cause;
    const message = `${path} cannot be searched: ${(cause as Error).message}`;
    throw new LongplayError('LP_ERASURE_FOLDER_UNUSABLE', message, { cause });
  }
}

const PIECE_BYTES = 1_048_576;

/** Piece by piece; what reaches from one into the next is found too, and counted once. */
async function scanBytes(path: string, file: string, { scan }: Into, context: ScanContext): Promise<number> {
  const { search, tally, onRead } = context;
  const overlap = search.longest - 1;
  let before = Buffer.alloc(0);
  let at = 0;
  let found = false;
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    const bytes = Buffer.concat([before, piece as Buffer]);
    scan.sealed += search.sealedIn(bytes) - search.sealedIn(before);
    if (!found && search.texts > 0 && search.holdsText(bytes)) {
      found = true;
      tally.add({ what: 'text', place: { file, at: at - before.length } });
    }
    at += (piece as Buffer).length;
    before = bytes.subarray(Math.max(0, bytes.length - overlap));
  }
  onRead(1);
  return at;
}

async function scanStates(path: string, file: string, { look, scan }: Into, { search, tally }: ScanContext) {
  for await (const states of statesIn(path)) {
    for (const { at, value } of states) {
      if (value !== null) tally.looked(await look(value, search.customerId), { file, at });
    }
    scan.records += states.length;
  }
}

const isExport = async (folder: string): Promise<boolean> =>
  (await stat(join(folder, MANIFEST)).catch(() => null)) !== null;

async function scanExport(folder: string, { scan, valuesWithin }: Into, context: ScanContext): Promise<void> {
  const { search, tally, signal, onRead } = context;
  const manifest = await readManifest(folder).catch(cause => {
    // Some other file of that name.
    if (cause instanceof LongplayError && cause.code === 'LP_BACKUP_FORMAT_UNKNOWN') return null;
    throw cause;
  });
  if (manifest === null) return;
  const texts = new Map(manifest.schemas.map(({ id, text }) => [id, text]));
  const look = valueReader(async id => texts.get(id) ?? null, valuesWithin);
  for (const topic of manifest.topics) {
    for await (const { partition, records } of recordsOf(folder, topic)) {
      signal.throwIfAborted();
      for (const record of records) {
        const place = { topic: `${folder}: ${topic.name}`, partition, offset: Number(record.offset) };
        const { looked, sealed } = await lookAt(record, search, look);
        scan.sealed += sealed;
        tally.looked(looked.value, place);
        if (looked.text) tally.add({ what: 'text', place });
      }
      scan.records += records.length;
      onRead(records.length);
    }
  }
}
