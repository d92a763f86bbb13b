import type { FileHandle } from 'node:fs/promises';

/** `length` bytes from `at` on, fewer only where the file ends: one read may bring less than was asked for. */
export async function readFully(handle: FileHandle, length: number, at: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}
