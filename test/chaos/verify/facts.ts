import { setImmediate as breathe } from 'node:timers/promises';
import type { FatEvent } from '../../../runtime/tasks/fat-event.ts';
import { processors } from '../../../streams/topology.ts';
import { checkFacts } from '../../property/laws-of-facts.ts';
import { readAll, type Source } from '../shop/follow.ts';
import type { Findings } from './findings.ts';
import { countVersions } from './versions.ts';

/** All facts of some keys, of every fact topic, as bytes and in the order of the topic. */
export type Slice = {
  facts(topic: string): ReadonlyMap<string, readonly Buffer[]>;
  newest<T>(topic: string, key: string): T | undefined;
};

export type FactsRead = { readonly records: number; readonly keys: number };

/** Keys of one slice of the topics, so that all versions of a key are at hand and yet memory has a bound. */
const ORDERS_A_SLICE = 8_000;

/**
 * Reads every fact topic read_committed from its start, slice by slice, and holds each fact to its laws. `visit` gets
 * each slice when it was checked.
 */
export async function verifyFacts(
  source: Source,
  orders: number,
  findings: Findings,
  visit: (slice: Slice) => Promise<void>,
): Promise<FactsRead> {
  const slices = Math.ceil(orders / ORDERS_A_SLICE);
  let records = 0;
  let keys = 0;
  for (let at = 0; at < slices; at++) {
    const topics = new Map<string, Map<string, Buffer[]>>();
    for (const { owns } of processors) topics.set(owns, await readSlice(source, owns, at, slices));
    for (const [topic, facts] of topics) {
      keys += facts.size;
      records += await verifyTopic(source, topic, facts, findings);
    }
    await visit(sliceOf(source, topics));
  }
  return { records, keys };
}

async function readSlice(source: Source, topic: string, at: number, slices: number): Promise<Map<string, Buffer[]>> {
  const facts = new Map<string, Buffer[]>();
  const reader = source.wire.reader(topic);
  await readAll(source, topic, ({ key, value }) => {
    if (key === null || value === null || hash(key) % slices !== at) return;
    const name = key.toString('utf8');
    const known = facts.get(name);
    // A copy: a slice would keep its whole fetch in memory.
    if (known === undefined) facts.set(name, [Buffer.from(value)]);
    else known.push(Buffer.from(value));
  });
  for (const values of facts.values()) await reader.prepare(values);
  return facts;
}

async function verifyTopic(
  { wire }: Source,
  topic: string,
  facts: ReadonlyMap<string, readonly Buffer[]>,
  findings: Findings,
): Promise<number> {
  const reader = wire.reader(topic);
  const versions = countVersions();
  let records = 0;
  for (const [key, values] of facts) {
    if (records % 1_000 < values.length) await breathe();
    records += values.length;
    verifyKey(
      topic,
      key,
      values.map(value => readable(reader.decode(value) as unknown as FatEvent)),
      versions,
      findings,
    );
  }
  return records;
}

/** All versions of one key. */
export function verifyKey(
  topic: string,
  key: string,
  facts: readonly FatEvent[],
  versions: ReturnType<typeof countVersions>,
  findings: Findings,
): void {
  const wrong = facts.flatMap(({ version }) => versions.next(key, version) ?? []);
  for (const one of wrong) findings.add('versions', `${topic} ${key}: ${one}`);
  if (wrong.length > 0) return;
  const entries = facts.map(value => ({ key, value, alive: true }));
  try {
    checkFacts({ log: { topic: (name: string) => (name === topic ? [entries] : []) } } as never);
  } catch (error) {
    findings.add('facts', (error as Error).message);
  }
}

/** A ring of 8 KB as text, which is compared a hundred times faster. */
const readable = (fact: FatEvent): FatEvent => {
  const { applied } = fact as { applied?: unknown };
  return Buffer.isBuffer(applied) ? ({ ...fact, applied: applied.toString('latin1') } as FatEvent) : fact;
};

const sliceOf = ({ wire }: Source, topics: ReadonlyMap<string, ReadonlyMap<string, readonly Buffer[]>>): Slice => ({
  facts: topic => topics.get(topic) ?? new Map(),
  newest: <T>(topic: string, key: string) => {
    const bytes = topics.get(topic)?.get(key)?.at(-1);
    return bytes === undefined ? undefined : (wire.reader(topic).decode(bytes) as unknown as T);
  },
});

/** FNV-1a. */
function hash(bytes: Buffer): number {
  let sum = 0x811c_9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x0100_0193);
  return sum >>> 0;
}
