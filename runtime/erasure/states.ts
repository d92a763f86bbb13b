import { open } from 'node:fs/promises';
import { readFully } from '../read-fully.ts';
import { batchLength, decodeBatch, FRAME_BYTES } from '../tasks/store/batch-format.ts';

/** A file of a task's states, as the store writes it. */
export const isStateFile = (name: string): boolean => /(^|\/)\d{10}\.states$/.test(name);

export type KeptState = { readonly at: number; readonly key: Buffer; readonly value: Buffer | null };

/** `end`: where in the file everything before was read. */
export type KeptStates = { readonly states: readonly KeptState[]; readonly end: number };

/**
 * Every state in a file from a batch's start on, those that are dead too. It may grow meanwhile: what is written half is
 * not there yet. What is damaged ends it, as it ends the store: bytes that are left are whoever reads this one's to name.
 */
export async function* statesIn(path: string, from: number): AsyncGenerator<KeptStates> {
  const handle = await open(path, 'r');
  try {
    for (let at = from; ; ) {
      const frame = await readFully(handle, FRAME_BYTES, at);
      const length = frame.length < FRAME_BYTES ? null : batchLength(frame);
      if (length === null) return;
      const bytes = await readFully(handle, length, at);
      const batch = bytes.length < length ? null : decodeBatch(bytes, 0);
      if (batch === null) return;
      const base = at;
      const states = batch.places.map(place => {
        const end = place.at + place.length;
        return {
          at: base + place.at,
          key: Buffer.from(place.key),
          value: place.gone ? null : bytes.subarray(end - place.valueLength, end),
        };
      });
      at += length;
      yield { states, end: at };
    }
  } finally {
    await handle.close();
  }
}
