import type { MemoryBroker } from '../../../runtime/log/memory/log.ts';
import type { LogRecord } from '../../../runtime/log/port.ts';
import type { Wire } from '../../../runtime/tasks/engine.ts';
import type { FatEvent } from '../../../runtime/tasks/fat-event.ts';
import { topics } from '../../../schemas/topics.ts';
import type { Entry, Value } from '../../property/log.ts';
import { storming as processors } from '../../property/storming.ts';
import type { Books, OutcomeSeen } from '../../property/world.ts';

export const PREFIX = 'shop';
/** Marks a record that a test has written a second time. */
export const AGAIN = 'written-again';

/** All that a read_committed reader could ever read, in order, whatever compaction has left of it since. */
export type History = {
  readonly log: Books['log'];
  readonly outcomes: Map<string, OutcomeSeen[]>;
  /** Effects that a committed fact has intended. */
  readonly intended: ReadonlySet<string>;
  /** When a fact could be read, at the latest, ms since the epoch. */
  seenAt(fact: Value): number;
  /** Facts, outcomes and what was passed on so far. */
  count(): number;
  /** How many records a topic has had. */
  length(topic: string): number;
  /** The newest record of a key. */
  newest(topic: string, key: string): LogRecord | undefined;
  keys(topic: string): string[];
  /** Takes note of what has come. To be called before anything is compacted. */
  observe(): void;
};

const owned = new Set(processors.map(({ owns }) => owns));
const told = new Set(processors.map(({ name }) => `${name}.outcomes`));
/** No facts, but each says what became of an order. */
const passedOn = 'customer-activity';
const decoded = new Set([...owned, ...told, passedOn]);
const counted: readonly string[] = ['stock-requests', 'stock-replies', 'loyalty-requests', 'loyalty-replies'];
const names = topics.map(({ name }) => name);

export type Observed = {
  readonly broker: MemoryBroker;
  readonly wire: Wire;
  readonly partitions: number;
  readonly now: () => number;
  readonly note: (line: () => string) => void;
  /** Whether a story is told, with every record in it. */
  readonly tells: boolean;
};

export function createHistory({ broker, wire, partitions, now, note, tells }: Observed): History {
  const entries = new Map(names.map(name => [name, Array.from({ length: partitions }, (): Entry[] => [])]));
  const ends = new Map(names.map(name => [name, new Array<bigint>(partitions).fill(0n)]));
  const newest = new Map(names.map(name => [name, new Map<string, LogRecord>()]));
  const seen = new WeakMap<Value, number>();
  const lengths = new Map<string, number>();
  const outcomes = new Map<string, OutcomeSeen[]>();
  const intended = new Set<string>();
  let count = 0;

  const take = (name: string, record: LogRecord): void => {
    lengths.set(name, (lengths.get(name) ?? 0) + 1);
    if (record.value === null || !(tells || decoded.has(name))) return;
    const { partition } = record;
    const key = String(record.key);
    const again = record.headers.some(([header]) => header === AGAIN);
    newest.get(name)?.set(key, record);
    const value = wire.reader(name).decode(record.value) as Value;
    note(() => `          ${name}[${partition}] ${key} ${summary(value)}${again ? ' again' : ''}`);
    if (again) return;
    if (owned.has(name)) {
      count++;
      entries.get(name)?.[partition]?.push({ key, value, alive: true });
      seen.set(value, now());
      for (const { id } of (value as FatEvent).effects) intended.add(id);
    } else if (name === passedOn) {
      count++;
      entries.get(name)?.[partition]?.push({ key, value, alive: true });
    } else if (told.has(name)) {
      const { requestId, bodyHash, answer, reason } = value as unknown as { [field: string]: string | null };
      const about = `${requestId} ${bodyHash}`;
      const known = outcomes.get(about) ?? [];
      if (known.some(({ id }) => id === value.event.id)) return;
      count++;
      known.push({ id: value.event.id, answer: answer ?? '', reason: reason ?? null });
      outcomes.set(about, known);
    }
  };

  return {
    outcomes,
    intended,
    seenAt: fact => seen.get(fact) ?? Number.POSITIVE_INFINITY,
    count: () => count,
    length: topic => lengths.get(topic) ?? 0,
    newest: (topic, key) => newest.get(topic)?.get(key),
    keys: topic => [...(newest.get(topic)?.keys() ?? [])],
    log: {
      topic: name => entries.get(name) ?? [],
      newest: (name, partition) => {
        const all = entries.get(name)?.[partition] ?? [];
        return new Map(all.map(({ key, value }) => [key, value]));
      },
    },
    observe: () => {
      for (const name of names) {
        if (!tells && !decoded.has(name) && !counted.includes(name)) continue;
        const end = ends.get(name) as bigint[];
        for (const record of broker.records(`${PREFIX}.${name}`)) {
          if (record.offset < (end[record.partition] as bigint)) continue;
          end[record.partition] = record.offset + 1n;
          take(name, record);
        }
      }
    },
  };
}

function summary(value: Value): string {
  const { version, status, answer, reason, askedVersion, answersVersion, effects, requestId, type } =
    value as unknown as { readonly [field: string]: unknown };
  const parts = [
    version === undefined ? value.event.id : `v${version}`,
    status ?? type,
    answer && `${requestId} ${answer} ${reason ?? ''}`,
    askedVersion && `asks ${askedVersion}`,
    answersVersion && `answers ${answersVersion}`,
    ...((effects ?? []) as FatEvent['effects']).map(one => `pending ${one.kind}#${one.attempt}`),
    version === undefined ? '' : `because of ${value.event.causes}`,
  ];
  return parts.filter(Boolean).join(' ');
}
