import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { LongplayError } from '../../runtime/errors.ts';
import type { Refusal } from './shapes.ts';

/** A line that did not come into the shop, and why. Never what it holds, which may be personal. */
export type RefusedLine = {
  readonly line: number;
  /** `import`: it was never sent. Else the processor that rejected it. */
  readonly by: string;
  readonly errors: readonly Refusal[];
};

/** How many are told on a terminal, and in the JSON document. */
const TOLD = 20;

export type Refusals = {
  add(refused: RefusedLine): Promise<void>;
  /** Lines that were not sent. */
  readonly refused: number;
  /** Lines that were sent, and rejected by whom they concern. */
  readonly rejected: number;
  readonly first: readonly RefusedLine[];
  /** Resolves when all are in the file. */
  close(): Promise<void>;
};

/**
 * Counts what is refused, keeps the first, and writes all of them to a file where one is given, a JSON document a line.
 *
 * @throws LP_IMPORT_REFUSED_UNWRITABLE
 */
export async function collectRefusals(path: string | null): Promise<Refusals> {
  const file = path === null ? null : await openReport(path);
  const first: RefusedLine[] = [];
  const counts = { refused: 0, rejected: 0 };
  return {
    add: async one => {
      counts[one.by === 'import' ? 'refused' : 'rejected'] += 1;
      if (first.length < TOLD) first.push(one);
      await file?.write(`${JSON.stringify(one)}\n`);
    },
    get refused() {
      return counts.refused;
    },
    get rejected() {
      return counts.rejected;
    },
    first,
    close: async () => file?.close(),
  };
}

async function openReport(path: string) {
  const stream: WriteStream = createWriteStream(path);
  let failure: LongplayError | null = null;
  stream.on('error', cause => {
    failure ??= new LongplayError('LP_IMPORT_REFUSED_UNWRITABLE', `${path} cannot be written: ${cause.message}.`, {
      cause,
    });
  });
  const throwIfFailed = (): void => {
    if (failure !== null) throw failure;
  };
  await once(stream, 'open').catch(() => undefined);
  throwIfFailed();
  return {
    write: async (line: string): Promise<void> => {
      const room = stream.write(line);
      if (!room) await once(stream, 'drain').catch(() => undefined);
      throwIfFailed();
    },
    close: async (): Promise<void> => {
      await new Promise<void>(resolve => stream.end(() => resolve()));
      throwIfFailed();
    },
  };
}
