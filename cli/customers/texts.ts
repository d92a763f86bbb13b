import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { SHORTEST_TEXT_BYTES } from '../../runtime/erasure/forms.ts';
import { LongplayError } from '../../runtime/errors.ts';

/**
 * The texts to look for, one a line. From a file or standard input, never from the command line: that is kept in a
 * shell's history, and anybody on the machine can list it. No message quotes one.
 *
 * @throws LP_ERASURE_TEXTS_UNFIT
 */
export async function readTexts(from: string | null): Promise<string[]> {
  if (from === null) return [];
  const content = await (from === '-' ? text(process.stdin) : readFile(from, 'utf8')).catch(cause => {
    throw new LongplayError('LP_ERASURE_TEXTS_UNFIT', `${from} cannot be read: ${(cause as Error).message}`, { cause });
  });
  const lines = content.split(/\r?\n/).map(line => line.trim());
  const short = lines.findIndex(line => line !== '' && Buffer.byteLength(line) < SHORTEST_TEXT_BYTES);
  if (short >= 0) {
    const message = `Line ${short + 1} of the texts has fewer than ${SHORTEST_TEXT_BYTES} bytes.`;
    throw new LongplayError('LP_ERASURE_TEXTS_UNFIT', message);
  }
  return [...new Set(lines.filter(line => line !== ''))];
}
