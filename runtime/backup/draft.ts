import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LongplayError } from '../errors.ts';
import type { Log } from '../log/port.ts';
import { topicOf } from '../tasks/engine.ts';
import { FORMAT, FORMAT_VERSION, MANIFEST, type Manifest, type Mutable, readManifest } from './manifest.ts';

/** What the catalogue says of a topic. */
export type BackupTopic = { readonly name: string; readonly partitionedBy: 'key' | 'input' };

/** A manifest that grows. */
export type Draft = Mutable<Manifest>;

export type Source = {
  readonly log: Pick<Log, 'admin'>;
  readonly prefix: string;
  readonly topics: readonly BackupTopic[];
  readonly folder: string;
  readonly madeBy: string;
};

/** Half of the own topics' `delete.retention.ms` of 7 days: a tombstone may have come and gone since. */
const MAX_AGE_MS = 3.5 * 24 * 3_600_000;

/** The manifest of a new export, or of one in this folder that was broken off. */
export async function beginOrGoOn(source: Source): Promise<Draft> {
  const { folder } = source;
  const known = await inFolder(folder, async () => {
    await mkdir(folder, { recursive: true });
    return readManifest(folder);
  });
  const fresh = await begin(source);
  if (known === null) {
    const found = (await readdir(folder)).filter(name => name !== `${MANIFEST}.part`);
    if (found.length === 0) return fresh;
    throw unusable(folder, `it is not empty (${found.slice(0, 3).join(', ')})`);
  }
  if (known.state === 'complete') throw unusable(folder, `it holds the complete export of ${known.finishedAt}`);
  const why = whyOther(known, fresh) ?? (await whyBroken(folder, known));
  if (why === null) return known as Draft;
  throw new LongplayError('LP_BACKUP_OTHER_SOURCE', `The export that was begun in ${folder} cannot go on: ${why}.`);
}

async function begin({ log, prefix, topics, madeBy }: Source): Promise<Draft> {
  const names = topics.map(({ name }) => topicOf({ prefix }, name));
  const described = await log.admin.describeTopics(names);
  const missing = names.filter(name => !described.some(one => one.name === name));
  if (missing.length > 0) {
    const message = `${missing.length} of ${names.length} topics do not exist: ${missing.slice(0, 3).join(', ')}.`;
    throw new LongplayError('LP_EXPORT_TOPICS_MISSING', message);
  }
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    state: 'unfinished',
    id: randomUUID(),
    madeBy,
    prefix,
    clusterId: await log.admin.clusterId(),
    begunAt: new Date().toISOString(),
    finishedAt: null,
    topics: topics.map(({ name, partitionedBy }) => {
      const found = described.find(one => one.name === topicOf({ prefix }, name));
      return {
        name,
        topicId: found?.id ?? '',
        partitionedBy,
        records: 0,
        strays: 0,
        waiting: 0,
        schemaIds: [],
        versions: [],
        partitions: Array.from({ length: found?.partitions ?? 0 }, (_, partition) => ({
          partition,
          position: '0',
          records: 0,
          segments: [],
        })),
      };
    }),
    schemas: [],
  };
}

function whyOther(known: Manifest, fresh: Manifest): string | null {
  if (known.prefix !== fresh.prefix) return `it is of the installation ${known.prefix}`;
  if (known.clusterId !== fresh.clusterId) return 'it is of another Kafka cluster';
  const ids = ({ topics }: Manifest): string => topics.map(({ name, topicId }) => `${name} ${topicId}`).join();
  if (ids(known) !== ids(fresh)) return 'topics were added, or deleted and made anew, since';
  if (Date.now() - Date.parse(known.begunAt) > MAX_AGE_MS) return 'it was begun more than three and a half days ago';
  return null;
}

async function whyBroken(folder: string, { topics }: Manifest): Promise<string | null> {
  for (const { file, bytes } of topics.flatMap(({ partitions }) => partitions.flatMap(one => one.segments))) {
    const size = await stat(join(folder, file)).then(
      one => one.size,
      () => null,
    );
    if (size !== bytes) return `${file} has ${size ?? 'no'} bytes, not ${bytes}`;
  }
  return null;
}

/** Deletes what an export that was broken off has left, and that no manifest names. */
export async function tidy(folder: string, { topics }: Manifest): Promise<void> {
  const named = new Set(topics.flatMap(({ partitions }) => partitions.flatMap(one => one.segments.map(of => of.file))));
  for (const { name } of topics) {
    const files = await readdir(join(folder, 'topics', name)).catch(() => []);
    for (const file of files) {
      if (!named.has(`topics/${name}/${file}`)) await rm(join(folder, 'topics', name, file));
    }
  }
}

/** A disk that is full, or a folder that may not be written, is the operator's to mend. */
export async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (cause instanceof LongplayError || !/^E[A-Z]+$/.test(code) || !('syscall' in (cause as object))) throw cause;
    if (!('path' in (cause as object)) && code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EIO') throw cause;
    throw unusable(folder, (cause as Error).message, cause);
  }
}

const unusable = (folder: string, why: string, cause?: unknown): LongplayError =>
  new LongplayError('LP_BACKUP_FOLDER_UNUSABLE', `${folder} cannot be used: ${why}.`, { cause });
