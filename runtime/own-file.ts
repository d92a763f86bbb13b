import { randomBytes } from 'node:crypto';
import { link, mkdir, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a file for its owner's eyes only, with what `content` answers, where there is none. Processes that do so at the
 * same moment get the same. Answers whether others may read it, which only somebody else can have brought about.
 */
export async function ownFile(file: string, content: () => string): Promise<{ readonly openToOthers: boolean }> {
  await mkdir(dirname(file), { recursive: true });
  if (!(await exists(file))) await createOnce(file, content());
  const { mode } = await stat(file);
  return { openToOthers: process.platform !== 'win32' && (mode & 0o077) !== 0 };
}

/** Linking a file that is complete: whoever finds it finds all of it, and the second one to link finds the first's. */
async function createOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
