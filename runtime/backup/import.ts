import { LongplayError } from '../errors.ts';
import type { Log } from '../log/port.ts';
import { inPool } from '../pool.ts';
import type { CompatibilityLevel } from '../registry/answers.ts';
import type { SchemaRegistry } from '../registry/client.ts';
import type { Processor } from '../tasks/definition.ts';
import { topicOf } from '../tasks/engine.ts';
import type { Vault } from '../vault/port.ts';
import { type CaseCodec, withCaseIds } from './case-ids.ts';
import type { BackupTopic } from './draft.ts';
import { beginAtTheEnd, holdBack } from './hold.ts';
import { MANIFEST, type Manifest, readManifest, type TopicPart } from './manifest.ts';
import { imported, readMark, writeMark } from './mark.ts';
import { refuseUnfit, staysBehind } from './placing.ts';
import { refillTopic } from './refill.ts';
import { registerExported } from './schemas.ts';
import { verifyExport } from './verify.ts';

export type ImportOptions = {
  readonly log: Log;
  readonly registry: SchemaRegistry;
  /** Null: not asked whether it has the keys of the personal data. */
  readonly vault: Vault | null;
  readonly prefix: string;
  /** Of every topic of the target. */
  readonly partitions: number;
  readonly topics: readonly BackupTopic[];
  readonly levelOf: (topic: string) => CompatibilityLevel;
  readonly processors: readonly Pick<Processor, 'name' | 'owns' | 'reads'>[];
  /** Makes the target's topics that are missing, and registers the schemas of this program. */
  readonly provision: () => Promise<void>;
  /** For a hospital's topic, by its name, once the topics are made; null: it is none. */
  readonly casesOf: (name: string) => Promise<CaseCodec | null>;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: ImportPhase) => void;
};

export type ImportPhase = {
  readonly name: 'checking the files' | 'registering schemas' | 'writing';
  /** Of `total`. */
  readonly records: () => number;
  readonly total: number;
};

export type Imported = {
  readonly manifest: Manifest;
  /** That were to be taken in: all but closed cases and operations that were done, where the partitions are others. */
  readonly records: number;
  /** Written now; the others were there from an import that was broken off. */
  readonly written: number;
  readonly keys: number;
};

/** Topics that are written at the same time. */
const AT_ONCE = 3;
/** Keys that the vault is asked for at once. */
const KEYS_AT_ONCE = 1_000;

/**
 * Fills an empty installation with what was exported. Nothing is written before everything that can be refused was
 * looked at; from then on the target knows how far it is, so that an import that was broken off is simply run again.
 *
 * @throws LP_BACKUP_…, LP_RESTORE_…, LP_REGISTRY_…
 */
export async function importLog(options: ImportOptions): Promise<Imported> {
  const { log, prefix, folder, registry, signal, onPhase, processors, provision, levelOf, casesOf } = options;
  const manifest = await complete(folder);
  const parts = fitting(manifest, options);
  const total = parts.reduce((sum, { records }) => sum + records, 0);
  const { id } = manifest;
  const [first] = options.topics as [BackupTopic];
  await refuseTarget(options, id);

  let checked = 0;
  onPhase({ name: 'checking the files', records: () => checked, total });
  const onChecked = (records: number): void => {
    checked += records;
  };
  const { keyIds } = await verifyExport(folder, manifest, { signal, onRecords: onChecked });
  if (options.vault !== null) await refuseMissingKeys(options.vault, [...keyIds]);

  onPhase({ name: 'registering schemas', records: () => 0, total: 0 });
  // Also of topics that are empty: a case may hold a record of them.
  const known = manifest.topics.filter(({ name }) => options.topics.some(one => one.name === name));
  const ids = await registerExported(registry, prefix, { ...manifest, topics: known }, levelOf);
  await provision();
  await writeMark(options, first.name, { id, state: 'importing' });
  await holdBack(options, processors, id);

  let written = 0;
  const before = await Promise.all(parts.map(({ name }) => imported(options, name)));
  const there = before.reduce((sum, records) => sum + records, 0);
  onPhase({ name: 'writing', records: () => there + written, total });
  const onRecords = (records: number): void => {
    written += records;
  };
  await inPool(AT_ONCE, parts, async part => {
    const codec = await casesOf(part.name);
    const recode = codec === null ? undefined : (value: Buffer) => withCaseIds(value, codec, ids);
    const counts = { was: part.partitions.length, is: options.partitions };
    const topic = topicOf({ prefix }, part.name);
    const restoring = { topic, counts, ids: ids.get(part.name) ?? new Map(), recode };
    return refillTopic({ log, prefix, folder, id, part, restoring, signal, onRecords });
  });
  await beginAtTheEnd(options, processors);
  await writeMark(options, first.name, { id, state: 'done' });
  return { manifest, records: total, written, keys: keyIds.size };
}

async function complete(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (manifest === null) {
    throw new LongplayError('LP_BACKUP_FORMAT_UNKNOWN', `${folder} holds no ${MANIFEST}: it is no exported log.`);
  }
  if (manifest.state === 'complete') return manifest;
  throw new LongplayError(
    'LP_BACKUP_UNFINISHED',
    `The export in ${folder}, begun ${manifest.begunAt}, is not finished.`,
  );
}

/** The topics that hold something. */
function fitting(manifest: Manifest, { topics, partitions }: ImportOptions): TopicPart[] {
  const known = new Set(topics.map(({ name }) => name));
  const parts = manifest.topics.filter(({ records }) => records > 0);
  const foreign = parts.find(({ name }) => !known.has(name));
  if (foreign !== undefined) {
    const message = `${foreign.name} with ${foreign.records} records is no topic of this version.`;
    throw new LongplayError('LP_RESTORE_TOPIC_UNKNOWN', message);
  }
  refuseUnfit(parts, partitions);
  return parts.filter(part => !staysBehind(part, partitions));
}

async function refuseTarget({ log, prefix, topics, partitions }: ImportOptions, id: string): Promise<void> {
  const names = topics.map(({ name }) => topicOf({ prefix }, name));
  const described = await log.admin.describeTopics(names);
  if (described.length === 0) return;
  const other = described.find(topic => topic.partitions !== partitions);
  if (other !== undefined) {
    const message = `${other.name} has ${other.partitions} partitions, not ${partitions}.`;
    throw new LongplayError('LP_TOPICS_PARTITIONS_DIFFER', message, {
      remedy: 'Choose a LONGPLAY_PREFIX that was never started, or set LONGPLAY_PARTITIONS to what its topics have.',
    });
  }
  const [first] = topics as [BackupTopic];
  const mark = described.some(({ name }) => name === names[0]) ? await readMark({ log, prefix }, first.name) : null;
  if (mark?.id === id && mark.state === 'importing') return;
  for (const { name } of described) {
    const filled = (await log.admin.offsets(name)).find(({ highWatermark }) => highWatermark > 0n);
    if (filled === undefined) continue;
    const whose =
      mark?.id === id
        ? 'This very export was imported into it.'
        : mark?.state === 'importing'
          ? 'The import of another export was begun.'
          : '';
    const message = `${name}[${filled.partition}] holds records. ${whose}`.trim();
    throw new LongplayError('LP_RESTORE_TARGET_NOT_EMPTY', message);
  }
}

async function refuseMissingKeys(vault: Vault, ids: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (let from = 0; from < ids.length; from += KEYS_AT_ONCE) {
    const asked = ids.slice(from, from + KEYS_AT_ONCE);
    const found = await vault.keysById(asked);
    missing.push(...asked.filter(id => !found.has(id)));
  }
  if (missing.length === 0) return;
  const message = `${missing.length} of ${ids.length} keys are not in the vault, such as ${missing[0]}.`;
  throw new LongplayError('LP_RESTORE_KEYS_MISSING', message);
}
