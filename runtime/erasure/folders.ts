import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { MANIFEST } from '../backup/manifest.ts';
import { LongplayError } from '../errors.ts';
import { type ExportsScan, scanExport } from './exports.ts';
import { type FileScan, scanFile } from './file.ts';
import type { Tally } from './findings.ts';
import type { ScanContext } from './topics.ts';
import type { ValueReader, ValuesWithin } from './values.ts';

export type FolderScan = {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** States, and records of exports. */
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
 * exports, which are compressed. When everything was searched, what has come or grown meanwhile is searched too: a process
 * moves its states from file to file. What is there then and could not be read is named.
 *
 * @throws LP_ERASURE_FOLDER_UNUSABLE
 */
export async function scanFolders(given: FoldersToScan, context: ScanContext): Promise<FolderScan[]> {
  const seen = given.folders.map(seenIn);
  for (const one of seen) await search(one, given, context);
  for (const one of seen) await search(one, given, context);
  for (const one of seen) nameUnread(one, context.tally);
  return seen.map(scanOf);
}

type Seen = {
  readonly folder: string;
  readonly files: Map<string, FileScan>;
  readonly exports: ExportsScan;
  /** What is there now, in order. */
  present: readonly string[];
};

const seenIn = (folder: string): Seen => ({
  folder,
  files: new Map(),
  exports: { records: 0, sealed: 0, segments: new Map(), unread: new Set() },
  present: [],
});

async function search(seen: Seen, { look, valuesWithin }: FoldersToScan, context: ScanContext): Promise<void> {
  const { folder, files, exports } = seen;
  const manifests: string[] = [];
  const present: string[] = [];
  for (const file of await filesBelow(folder)) {
    context.signal.throwIfAborted();
    const before = files.get(file) ?? null;
    const scan = await readable(join(folder, file), context, path => scanFile(path, file, before, look, context));
    if (scan === null) continue;
    present.push(file);
    if (scan !== before && basename(file) === MANIFEST) manifests.push(file);
    files.set(file, scan);
  }
  seen.present = present;
  for (const manifest of manifests) await scanExport(folder, manifest, exports, valuesWithin, context);
}

function nameUnread({ files, exports, present }: Seen, tally: Tally): void {
  const name = (file: string, at: number, why: string) => tally.looked({ faults: [], unread: why }, { file, at });
  for (const file of present) {
    const { packed, bytes, statesEnd } = files.get(file) as FileScan;
    const segment = exports.segments.get(file);
    if (segment?.damaged === true || exports.unread.has(file)) name(file, 0, 'damaged');
    else if (packed !== null && segment === undefined) name(file, 0, packed);
    if (statesEnd !== null && statesEnd < bytes) name(file, statesEnd, 'damaged');
  }
  // What a manifest names and nobody has.
  const missing = [...exports.segments].filter(([file, { damaged }]) => damaged && !files.has(file));
  for (const [file] of missing) name(file, 0, 'missing');
}

function scanOf({ folder, files, exports }: Seen): FolderScan {
  const sum = (pick: (one: FileScan) => number) => [...files.values()].reduce((all, one) => all + pick(one), 0);
  return {
    folder,
    files: files.size,
    bytes: sum(one => one.bytes),
    records: sum(one => one.records) + exports.records,
    sealed: sum(one => one.sealed) + exports.sealed,
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    return files.map(path => relative(folder, path)).sort();
  } catch (cause) {
    const message = `${folder} cannot be searched: ${(cause as Error).message}`;
    throw new LongplayError('LP_ERASURE_FOLDER_UNUSABLE', message, { cause });
  }
}

/** Null where it is gone. */
async function readable<T>(path: string, { signal }: ScanContext, read: (path: string) => Promise<T>) {
  try {
    return await read(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (cause instanceof LongplayError || signal.aborted) throw cause;
    const message = `${path} cannot be searched: ${(cause as Error).message}`;
    throw new LongplayError('LP_ERASURE_FOLDER_UNUSABLE', message, { cause });
  }
}
