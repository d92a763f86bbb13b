import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { LongplayError } from '../../runtime/errors.ts';
import { type LineBatch, linesOf } from './lines.ts';

/** A file that is imported: read in pieces, never held. */
export type ImportFile = {
  readonly path: string;
  /** Bytes; null where it has no size, such as a pipe. */
  readonly size: number | null;
  /** A hash of its bytes, whatever it is called. Reads all of it, so it has to have a size. */
  digest(signal: AbortSignal): Promise<string>;
  lines(signal: AbortSignal): AsyncIterable<LineBatch>;
  /** @throws LP_IMPORT_FILE_CHANGED where it is no longer the file that was opened. */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
};

const PIECE = 256 * 1024;

/** @throws LP_IMPORT_FILE_UNREADABLE */
export async function openImportFile(path: string): Promise<ImportFile> {
  const handle = await open(path, 'r').catch(cause => {
    throw unreadable(path, reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? String(cause.message), { cause });
  });
  const before = await handle.stat();
  if (before.isDirectory()) {
    await handle.close();
    throw unreadable(path, 'it is a folder');
  }
  const size = before.isFile() ? before.size : null;

  return {
    path,
    size,
    digest: async signal => {
      const hash = createHash('sha256');
      for await (const piece of pieces(handle, true, signal)) hash.update(piece);
      return hash.digest('base64url');
    },
    lines: signal => linesOf(pieces(handle, size !== null, signal)),
    checkUnchanged: async () => {
      const after = await handle.stat();
      if (after.size === before.size && after.mtimeMs === before.mtimeMs) return;
      throw new LongplayError('LP_IMPORT_FILE_CHANGED', `${path} was written to while it was imported.`);
    },
    close: () => handle.close(),
  };
}

async function* pieces(handle: FileHandle, fromStart: boolean, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE, fromStart ? position : null);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
};

const unreadable = (path: string, why: string, options: { remedy?: string; cause?: unknown } = {}): LongplayError =>
  new LongplayError('LP_IMPORT_FILE_UNREADABLE', `${path} cannot be imported: ${why}.`, options);
