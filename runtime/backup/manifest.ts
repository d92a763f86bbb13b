import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LongplayError } from '../errors.ts';

/** What is in the folder of an export. Offsets are texts: JSON's numbers do not hold 64 bits. */
export const MANIFEST = 'manifest.json';
export const FORMAT = 'longplay-log-export';
/** Another one is refused: a reader that guesses is worse than none. */
export const FORMAT_VERSION = 1;

const offset = z.string().regex(/^\d+$/);
const count = z.int().nonnegative();

const segment = z.object({
  /** Below the folder, with slashes. */
  file: z.string().regex(/^topics\/[a-z0-9][a-z0-9.-]*\/\d+-\d+\.seg$/),
  from: offset,
  /** Offset after its last record's. */
  to: offset,
  records: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const partition = z.object({
  partition: count,
  /** Everything below was copied. */
  position: offset,
  records: count,
  segments: z.array(segment),
});

const topic = z.object({
  /** Without the prefix. */
  name: z.string(),
  /** The broker's own id of the topic. */
  topicId: z.string(),
  partitionedBy: z.enum(['key', 'input']),
  records: count,
  /** Records in another partition than their key names. */
  strays: count,
  /** Of a hospital: open cases, and tasks that are paused or were stopped. They go where what they are about goes. */
  waiting: count,
  /** Ids in the values, as the source's registry gave them. */
  schemaIds: z.array(z.int()),
  /** The subject's versions, ascending. */
  versions: z.array(z.object({ version: z.int(), id: z.int() })),
  partitions: z.array(partition),
});

const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  /** Only a complete one is a consistent state. */
  state: z.enum(['unfinished', 'complete']),
  id: z.string().min(1),
  madeBy: z.string(),
  prefix: z.string(),
  clusterId: z.string(),
  begunAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  topics: z.array(topic),
  /** Texts by id; null where the source's registry did not know the id. */
  schemas: z.array(z.object({ id: z.int(), text: z.string().nullable() })),
});

export type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

export type Manifest = z.output<typeof manifest>;
export type TopicPart = Mutable<z.output<typeof topic>>;
export type PartitionPart = Mutable<z.output<typeof partition>>;
export type Segment = z.output<typeof segment>;

/** Null where there is none. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, 'utf8').catch(cause => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new LongplayError('LP_BACKUP_FOLDER_UNUSABLE', `${path} cannot be read: ${cause.message}`, { cause });
  });
  return text === null ? null : parseManifest(text, path);
}

/** @throws LP_BACKUP_FORMAT_UNKNOWN, LP_BACKUP_DAMAGED */
export function parseManifest(text: string, path: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new LongplayError('LP_BACKUP_DAMAGED', `${path} is no JSON: ${(cause as Error).message}.`, { cause });
  }
  const { format, version } = (content ?? {}) as { format?: unknown; version?: unknown };
  if (format !== FORMAT) {
    throw new LongplayError('LP_BACKUP_FORMAT_UNKNOWN', `${path} is not the manifest of an exported log.`);
  }
  if (version !== FORMAT_VERSION) {
    const message = `${path} has format version ${String(version)}; this is for version ${FORMAT_VERSION}.`;
    throw new LongplayError('LP_BACKUP_FORMAT_UNKNOWN', message);
  }
  const parsed = manifest.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LongplayError('LP_BACKUP_DAMAGED', `${path}: ${issue?.path.join('.')}: ${issue?.message}.`);
}

/** Whole, or not at all: whoever reads it while it is written finds the one before. */
export async function writeManifest(folder: string, content: Manifest): Promise<void> {
  const path = join(folder, MANIFEST);
  const draft = `${path}.part`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 1)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolder(folder);
}

/** Names of files are durable only when their folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
