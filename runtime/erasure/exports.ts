import { dirname, join } from 'node:path';
import { type Manifest, readManifest } from '../backup/manifest.ts';
import { readSegment } from '../backup/segment-reader.ts';
import { LongplayError } from '../errors.ts';
import { lookAt, type ScanContext } from './topics.ts';
import { type ValuesWithin, valueReader } from './values.ts';

/** What was read of the exports below a folder. */
export type ExportsScan = {
  records: number;
  sealed: number;
  /** Segments that were read, by their paths below the folder: whole, or where they are damaged. */
  readonly segments: Map<string, { readonly sha256: string; readonly damaged: boolean }>;
  /** Manifests that cannot be read. */
  readonly unread: Set<string>;
};

/**
 * Searches an export, record by record, but for the segments that were searched already. What is damaged is noted: nothing
 * can be said of it, and all the more of the others.
 *
 * @param manifestFile below the folder
 */
export async function scanExport(
  folder: string,
  manifestFile: string,
  into: ExportsScan,
  valuesWithin: ValuesWithin,
  context: ScanContext,
): Promise<void> {
  const { search, tally, signal, onRead } = context;
  const below = dirname(manifestFile);
  const manifest = await manifestIn(join(folder, below), manifestFile, into);
  if (manifest === null) return;
  const texts = new Map(manifest.schemas.map(({ id, text }) => [id, text]));
  const look = valueReader(async id => texts.get(id) ?? null, valuesWithin);
  for (const topic of manifest.topics) {
    for (const { partition, segments } of topic.partitions) {
      for (const segment of segments) {
        const file = join(below, segment.file);
        if (into.segments.get(file)?.sha256 === segment.sha256) continue;
        const damaged = await whole(async () => {
          for await (const records of readSegment(join(folder, below), segment)) {
            signal.throwIfAborted();
            for (const record of records) {
              const place = {
                topic: `${join(folder, below)}: ${topic.name}`,
                partition,
                offset: Number(record.offset),
              };
              const { looked, sealed } = await lookAt(record, search, look);
              into.sealed += sealed;
              tally.looked(looked.value, place);
              if (looked.text) tally.add({ what: 'text', place });
            }
            into.records += records.length;
            onRead(records.length);
          }
        });
        into.segments.set(file, { sha256: segment.sha256, damaged });
      }
    }
  }
}

async function manifestIn(folder: string, file: string, { unread }: ExportsScan): Promise<Manifest | null> {
  unread.delete(file);
  try {
    return await readManifest(folder);
  } catch (cause) {
    if (!(cause instanceof LongplayError)) throw cause;
    // Some other file of that name, or an export of another version: its segments are named as without a manifest.
    if (cause.code === 'LP_BACKUP_FORMAT_UNKNOWN') return null;
    if (cause.code !== 'LP_BACKUP_DAMAGED') throw cause;
    unread.add(file);
    return null;
  }
}

/** Whether reading has met damage. */
async function whole(read: () => Promise<void>): Promise<boolean> {
  try {
    await read();
    return false;
  } catch (cause) {
    if (cause instanceof LongplayError && cause.code === 'LP_BACKUP_DAMAGED') return true;
    throw cause;
  }
}
