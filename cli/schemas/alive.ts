import { type Codec, createCodec } from '../../runtime/codec/codec.ts';
import type { Reader } from '../../runtime/codec/reader.ts';
import { UndecodableError } from '../../runtime/codec/undecodable.ts';
import { schemaIdIn } from '../../runtime/codec/wire.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { Log, LogRecord } from '../../runtime/log/port.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import { type SubjectVersion, subjectVersions } from '../../runtime/schema-sources/registry.ts';
import { scanTopic, type TopicUse } from '../../runtime/schema-sources/topics.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { processors } from '../../schemas/processors.ts';
import { upcastersOf } from '../../schemas/upcasters.ts';
import { type CasesUse, scanCases } from './cases.ts';
import { type AliveSchema, counted } from './history.ts';
import { unknownServer } from './servers.ts';
import type { Gathering } from './sources.ts';
import { subjectsOf, type Working } from './working.ts';

/** Records that the schema as it stands could not read; `count` of them for one reason. */
export type Replayed = {
  readonly topic: string;
  readonly reason: string;
  readonly count: number;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
};

export type Alive = {
  readonly alive: ReadonlyMap<string, readonly AliveSchema[]>;
  readonly versions: ReadonlyMap<string, readonly SubjectVersion[]>;
  readonly records: number;
  readonly replayed: readonly Replayed[];
  /** Values that are not in the wire format, a sentence each. */
  readonly foreign: readonly string[];
};

type CasesAlive = {
  readonly uses: readonly CasesUse[];
  readonly unreadable: readonly Replayed[];
  readonly records: number;
};

/** Scans every topic of the catalogue that exists, and what open cases of the hospitals hold of them. */
export async function aliveSchemas(working: readonly Working[], gathering: Gathering): Promise<Alive> {
  const { servers, prefix, onProgress } = gathering;
  const { log, registry } = servers;
  if (log === null || registry === null) throw unknownServer('No Kafka and schema registry are known here.');
  const names = working.flatMap(one => one.topics.map(({ name }) => topicName(prefix, name)));
  const there = new Set((await log.admin.describeTopics(names)).map(({ name }) => name));
  const versions = await subjectVersions(
    registry,
    working.flatMap(one => subjectsOf(one, prefix)),
  );
  // The registry has just told what it knows: it is not one that still starts.
  const codec = createCodec({ schemas: registry, believedAfter: 0 });
  const alive = new Map<string, AliveSchema[]>();
  const replayed: Replayed[] = [];
  const foreign: string[] = [];
  const texts = new Map<number, string | null>();
  const cases = await casesAlive(gathering, log, codec);
  replayed.push(...cases.unreadable);
  let records = cases.records;
  for (const one of working) {
    const found: AliveSchema[] = [];
    for (const { name, kind } of one.topics) {
      const topic = topicName(prefix, name);
      if (!there.has(topic)) continue;
      const replay = gathering.replay
        ? replayWith(codec.reader(JSON.stringify(JSON.parse(one.text)), upcastersOf({ schema: one.name })), topic)
        : null;
      const use = await scanTopic(log, topic, {
        compacted: kind === 'facts',
        onProgress: read => onProgress(`scanning ${name}: ${(records + read).toLocaleString('en-US')} records so far`),
        ...(replay !== null && { onRecords: replay.records }),
      });
      records += use.records + use.tombstones;
      if (use.foreign !== null) foreign.push(foreignText(topic, use.foreign));
      replayed.push(...(replay?.failed() ?? []));
      for (const schema of use.schemas) {
        const text = await textOf(registry, texts, schema.id);
        found.push({ ...schema, topic, subject: valueSubject(topic), schema: text, hospital: null });
      }
      for (const held of cases.uses.filter(use => use.topic === topic)) {
        found.push({ ...held, subject: valueSubject(topic), schema: await textOf(registry, texts, held.id) });
      }
    }
    alive.set(one.name, found);
  }
  const byName = working.map(
    one => [one.name, subjectsOf(one, prefix).flatMap(subject => versions.get(subject) ?? [])] as const,
  );
  return { alive, versions: new Map(byName), records, replayed, foreign };
}

function foreignText(topic: string, { records, oldest, sampleKey }: NonNullable<TopicUse['foreign']>): string {
  const key = sampleKey === null ? '' : ` (key ${sampleKey})`;
  return `${topic} holds ${counted(records, 'value')} without a schema id: no reader can read them. The first is in partition ${oldest.partition} at offset ${oldest.offset}${key}.`;
}

/** What open cases of all hospitals hold. */
export async function casesAlive(
  { prefix, onProgress }: Pick<Gathering, 'prefix' | 'onProgress'>,
  log: Log,
  codec: Codec,
): Promise<CasesAlive> {
  const names = processors.map(name => topicName(prefix, `${name}.hospital`));
  const there = await log.admin.describeTopics(names);
  const uses: CasesUse[] = [];
  const unreadable: Replayed[] = [];
  let records = 0;
  for (const { name: topic } of there) {
    onProgress(`scanning the cases of ${topic}`);
    const found = await scanCases({ log, codec, prefix }, topic);
    records += found.records;
    uses.push(...found.uses);
    if (found.unreadable === null) continue;
    const { count, reason, at } = found.unreadable;
    unreadable.push({ topic, reason, count, ...at, key: at.key?.toString('utf8') ?? null });
  }
  return { uses, unreadable, records };
}

async function textOf(registry: SchemaRegistry, texts: Map<number, string | null>, id: number): Promise<string | null> {
  const known = texts.get(id);
  if (known !== undefined) return known;
  const text = await registry.schemaById(id).catch((error: unknown) => {
    if (error instanceof LongplayError && error.code === 'LP_REGISTRY_SCHEMA_UNKNOWN') return null;
    throw error;
  });
  texts.set(id, text);
  return text;
}

/** Rules say what could break; this reads every record, and says what does. */
function replayWith(reader: Reader<unknown>, topic: string) {
  const failures = new Map<string, { -readonly [K in keyof Replayed]: Replayed[K] }>();
  return {
    records: async (records: readonly LogRecord[]): Promise<void> => {
      await reader.prepare(records.map(({ value }) => value));
      for (const { value, partition, offset, key } of records) {
        // Told already, with their place.
        if (value !== null && schemaIdIn(value) === null) continue;
        try {
          reader.decode(value);
        } catch (error) {
          if (!(error instanceof UndecodableError)) throw error;
          const reason = error.message;
          const failure = failures.get(reason);
          if (failure !== undefined) failure.count++;
          else failures.set(reason, { topic, reason, count: 1, partition, offset, key: key?.toString('utf8') ?? null });
        }
      }
    },
    failed: (): Replayed[] => [...failures.values()],
  };
}
