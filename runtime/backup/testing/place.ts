import type { Drain } from '../../drain/drain.ts';
import type { Log, LogRecord, OutgoingRecord } from '../../log/port.ts';
import type { SchemaRegistry } from '../../registry/client.ts';
import type { Wire } from '../../tasks/engine.ts';
import { json } from '../../tasks/testing/bare.ts';
import type { BackupTopic } from '../draft.ts';
import type { ExportOptions } from '../export.ts';
import type { ImportOptions } from '../import.ts';

/** A shop reduced to what an export asks of one: a processor that reads `in` and owns `own`. */
export const topics: readonly BackupTopic[] = [
  { name: 'in', partitionedBy: 'key' },
  { name: 'own', partitionedBy: 'key' },
  { name: 'bare.hospital', partitionedBy: 'input' },
];
const processors = [{ name: 'bare', owns: 'own', reads: ['in'] }];
const never = new AbortController().signal;

export async function createTopics(log: Log, prefix: string, partitions: number): Promise<void> {
  await log.admin.createTopics(
    topics.map(({ name }) => ({
      name: `${prefix}.${name}`,
      partitions,
      replication: 1,
      config: name === 'own' ? { 'cleanup.policy': 'compact' } : {},
    })),
  );
}

export async function append(log: Log, records: readonly OutgoingRecord[]): Promise<void> {
  const writer = await log.writer();
  await writer.append(records);
  await writer.close();
}

/** A registry in memory, which gives ids from `next` on. */
export function memoryRegistry(next: number): SchemaRegistry {
  const texts = new Map<number, string>();
  const subjects = new Map<string, number[]>();
  const levels = new Map<string, Awaited<ReturnType<SchemaRegistry['globalLevel']>>>();
  const idOf = (text: string): number | undefined => [...texts].find(([, known]) => known === text)?.[0];
  const versionAt = (subject: string, version: number | 'latest') => {
    const ids = subjects.get(subject) ?? [];
    const number = version === 'latest' ? ids.length : version;
    const id = ids[number - 1];
    return id === undefined ? null : { subject, version: number, id, schema: texts.get(id) as string };
  };
  return {
    register: async (subject, text) => {
      const id = idOf(text) ?? next++;
      texts.set(id, text);
      const ids = subjects.get(subject) ?? [];
      subjects.set(subject, ids.includes(id) ? ids : [...ids, id]);
      return id;
    },
    schemaById: async id => texts.get(id) as string,
    find: async (subject, text) =>
      (subjects.get(subject) ?? []).map((_, n) => versionAt(subject, n + 1)).find(one => one?.schema === text) ?? null,
    level: async subject => levels.get(subject) ?? null,
    globalLevel: async () => 'BACKWARD',
    setLevel: async (subject, level) => void levels.set(subject, level),
    versions: async subject => (subjects.get(subject) ?? []).map((_, n) => n + 1),
    version: async (subject, version) => versionAt(subject, version),
    subjects: async () => [...subjects.keys()],
  };
}

/** A drain that nobody needs, and that says what was asked of it. */
export function quietDrain(over: Partial<Drain> = {}): Drain & { readonly ended: () => number } {
  let ended = 0;
  return {
    lost: never,
    stillOpen: async () => [],
    confirm: async () => undefined,
    end: async () => void ended++,
    ended: () => ended,
    ...over,
  };
}

export const exporting = (over: Pick<ExportOptions, 'log' | 'registry' | 'folder'> & Partial<ExportOptions>) => ({
  wire: { reader: () => json } as unknown as Wire,
  prefix: 'p',
  topics,
  processors,
  projected: async () => null,
  drain: async () => quietDrain(),
  madeBy: 'spec',
  patience: 500,
  signal: never,
  onPhase: () => undefined,
  ...over,
});

export const importing = (
  over: Pick<ImportOptions, 'log' | 'registry' | 'folder'> & Partial<ImportOptions>,
): ImportOptions => {
  const { log, prefix = 'q', partitions = 6 } = over;
  return {
    vault: null,
    prefix,
    partitions,
    topics,
    levelOf: () => 'FULL_TRANSITIVE',
    processors,
    casesOf: async () => null,
    provision: () => createTopics(log, prefix, partitions),
    signal: never,
    onPhase: () => undefined,
    ...over,
  };
};

/** What of a record must outlive the journey; key by key, in order. */
export function byKey(records: readonly LogRecord[]): Record<string, unknown[]> {
  const kept = records.map(({ key, value, timestamp, headers }) => ({
    key: key?.toString() ?? 'none',
    value: value === null ? null : value.subarray(5).toString(),
    timestamp,
    headers: headers.map(([name, of]) => [name, of?.toString() ?? null]),
  }));
  const groups = [...Map.groupBy(kept, ({ key }) => key)];
  return Object.fromEntries(groups.sort(([left], [right]) => (left < right ? -1 : 1)));
}
