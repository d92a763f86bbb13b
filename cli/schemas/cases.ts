import type { Codec } from '../../runtime/codec/codec.ts';
import { UndecodableError } from '../../runtime/codec/undecodable.ts';
import { schemaIdIn } from '../../runtime/codec/wire.ts';
import type { Log, LogRecord } from '../../runtime/log/port.ts';
import { type SchemaUse, scanTopic } from '../../runtime/schema-sources/topics.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { schemaText } from '../../schemas/load.ts';
import type { HospitalCase } from '../../schemas/types/hospital.ts';

/** Records that open cases of one hospital hold, of one topic and one schema. */
export type CasesUse = SchemaUse & {
  /** Where the records came from, with the prefix. */
  readonly topic: string;
  /** The topic of the cases, with the prefix. */
  readonly hospital: string;
};

type Held = Pick<SchemaUse, 'id' | 'sampleKey'> & {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
};

export type CasesFound = {
  readonly uses: readonly CasesUse[];
  /** Cases that cannot be read, so that nobody knows what they hold: how many, and why the first of them. */
  readonly unreadable: {
    readonly count: number;
    readonly at: Pick<LogRecord, 'partition' | 'offset' | 'key'>;
    readonly reason: string;
  } | null;
  readonly records: number;
};

/**
 * Which schemas the open cases of a hospital need. A case keeps the bytes of its record, of which the topic may have
 * none left; who heals it reads them. The newest record of a case counts: when it is closed, it holds none.
 */
export async function scanCases(
  { log, codec, prefix }: { readonly log: Log; readonly codec: Codec; readonly prefix: string },
  hospital: string,
): Promise<CasesFound> {
  const reader = codec.reader<HospitalCase>(schemaText({ schema: 'hospital' }));
  const open = new Map<string, Held[]>();
  let unreadable: CasesFound['unreadable'] = null;
  const take = ({ key, value, partition, offset }: LogRecord): void => {
    const name = `${partition} ${key?.toString('utf8') ?? offset}`;
    open.delete(name);
    if (value === null) return;
    try {
      const held = heldBy(reader.decode(value) as HospitalCase, prefix);
      if (held.length > 0) open.set(name, held);
    } catch (error) {
      if (!(error instanceof UndecodableError)) throw error;
      unreadable ??= { count: 0, at: { partition, offset, key }, reason: error.message };
      unreadable = { ...unreadable, count: unreadable.count + 1 };
    }
  };
  const { records, tombstones } = await scanTopic(log, hospital, {
    compacted: true,
    onRecords: async batch => {
      await reader.prepare(batch.map(({ value }) => value));
      for (const record of batch) take(record);
    },
  });
  return { uses: summed([...open.values()].flat(), hospital), unreadable, records: records + tombstones };
}

/** An edited record is shown beside what it was, so both have to be read. */
function heldBy({ record, originalValue }: HospitalCase, prefix: string): Held[] {
  if (record === null) return [];
  const { topic, partition, offset, key } = record;
  const at = {
    topic: topicName(prefix, topic),
    partition,
    offset: BigInt(offset),
    sampleKey: key?.toString('utf8') ?? null,
  };
  const ids = new Set(
    [record.value, originalValue].flatMap(value => (value === null ? [] : (schemaIdIn(value) ?? []))),
  );
  return [...ids].map(id => ({ ...at, id }));
}

function summed(held: readonly Held[], hospital: string): CasesUse[] {
  return [...Map.groupBy(held, ({ topic, id }) => `${id} ${topic}`).values()].map(its => {
    const first = its.reduce((one, other) => (isBefore(other, one) ? other : one));
    const { id, topic, partition, offset, sampleKey } = first;
    return { id, topic, hospital, records: its.length, needed: its.length, oldest: { partition, offset }, sampleKey };
  });
}

const isBefore = (one: Held, other: Held): boolean =>
  one.partition < other.partition || (one.partition === other.partition && one.offset < other.offset);
