import { type Counted, type Counts, count } from '../hospital/breaker.ts';
import type { LogBatch, TransactionalWriter, TransactionRequest } from '../log/port.ts';
import type { Tables, Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import type { Item } from './items.ts';
import { formatMetadata } from './position-metadata.ts';
import type { TaskScope } from './scope.ts';
import type { CommittedSeen } from './seen.ts';
import type { States } from './states.ts';
import { applyStep, type Decision, decideBatch, type Hospital, type Step } from './step.ts';
import type { StateStore } from './store/port.ts';
import { applyCases, type Ward } from './ward.ts';

/** What a takeover has brought: with it a task decides and writes, until the next takeover. */
export type Held<S extends FatEvent, T extends Values> = {
  readonly writer: TransactionalWriter;
  readonly store: StateStore;
  readonly states: States<S>;
  readonly tables: Tables<T>;
  /** Null where there is no hospital. */
  readonly ward: Ward | null;
  readonly clusterId: string;
  readonly topicId: string;
  /** Next offset of each input, by its full name. */
  readonly positions: Map<string, bigint>;
  /** Inputs whose position is ahead of the committed one: what was read meanwhile changed nothing. */
  readonly ahead: Set<string>;
};

/** What became of a batch: nothing of it was written where it trips the storm breaker. */
export type Committed<S extends FatEvent> = { readonly step: Decision<S>; readonly trips: Counts | null };

/**
 * Decides, writes everything in one transaction, with all positions that have moved, and only then changes the store.
 * Where there is nothing to write, the positions move in memory only, and the next transaction takes them along: what is
 * read again after a crash meets the very state for which it changed nothing (docs/decisions/0043).
 */
export async function commit<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  items: readonly Item<I>[],
  batches: readonly LogBatch[],
): Promise<Committed<S>> {
  const { engine, processor, partition } = scope;
  const { ward, tables } = held;
  const keys = new Set(items.flatMap(({ key }) => (key === null || ward?.index.isBlocked(key) ? [] : [key])));
  const stateOf = await held.states.read([...keys]);
  const context = { now: engine.clock.now(), tables };
  const step = decideBatch({ engine, processor, partition, context }, stateOf, items, hospitalOf(scope, held));
  let counted: Counted | null = null;
  if (ward !== null && engine.hospital !== undefined) {
    const counting = count(ward.counted, step.decided, engine.hospital.limits);
    if (counting.trips !== null) return { trips: counting.trips, step };
    counted = counting.counted;
  }
  const moved = new Map(batches.map(({ topic, nextOffset }) => [topic, nextOffset]));
  await write(scope, held, step, moved, context.now, items);
  if (ward !== null && counted !== null) ward.counted = counted;
  return { trips: null, step };
}

export const hospitalOf = <S extends FatEvent, I extends Values, T extends Values>(
  { engine }: TaskScope<S, I, T>,
  { ward }: Held<S, T>,
): Hospital => (ward === null || engine.hospital === undefined ? null : { ward, options: engine.hospital });

/**
 * One transaction for a step and the positions that have moved; without records they move in memory only.
 *
 * @param items What was decided, for whoever watches.
 */
export async function write<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  step: Step<S>,
  moved: ReadonlyMap<string, bigint>,
  now: number,
  items: readonly Item<I>[] = [],
): Promise<void> {
  const { engine, processor } = scope;
  const { writer, store, ward, topicId, clusterId } = held;
  const positions = new Map([...held.positions, ...moved]);
  if (step.records.length > 0) {
    // What is written now will be read back as state, maybe in a version of the schema that was not met before.
    await engine.wire.reader(processor.owns).prepare([...step.states.values()].map(({ value }) => value));
    if (step.cases.length > 0) await ward?.reader.prepare(step.cases.map(({ bytes }) => bytes));
    const ahead = new Set([...held.ahead, ...moved.keys()]);
    const began = engine.clock.now();
    const written = await writer.transact({ records: step.records, ...positionsOf(scope, held, ahead, positions) });
    tellCommitted(scope, { step, items, written, decidedAt: now, began });
    applyStep(store, step, written, { clusterId, topicId, at: now });
    if (ward !== null) applyCases(ward, step.cases, written, { clusterId, at: now });
    held.ahead.clear();
  }
  for (const [topic, offset] of moved) {
    held.positions.set(topic, offset);
    if (step.records.length === 0) held.ahead.add(topic);
  }
}

type Told = Pick<CommittedSeen, 'step' | 'items' | 'written' | 'decidedAt' | 'began'>;

export function tellCommitted<S extends FatEvent, I extends Values, T extends Values>(
  { engine, processor, partition, group }: TaskScope<S, I, T>,
  told: Omit<Told, 'items'> & { readonly items: readonly Item<I>[] },
): void {
  if (engine.committed === undefined) return;
  try {
    const items = told.items as Told['items'];
    engine.committed({ processor: processor.name, partition, group, ended: engine.clock.now(), ...told, items });
  } catch {
    // It is written, whatever becomes of what is told of it.
  }
}

/** The positions of these inputs, as a part of a transaction. */
export function positionsOf<S extends FatEvent, I extends Values, T extends Values>(
  { partition, group }: TaskScope<S, I, T>,
  { store, topicId, ward }: Held<S, T>,
  topics: ReadonlySet<string>,
  positions: ReadonlyMap<string, bigint>,
): Pick<TransactionRequest, 'positions'> {
  if (topics.size === 0) return {};
  const hospital = ward && { topicId: ward.topicId, end: ward.store.checkpoint()?.position ?? 0n };
  const metadata = formatMetadata({ ownTopicId: topicId, ownEnd: store.checkpoint()?.position ?? 0n, hospital });
  const committed = [...topics].map(topic => ({ topic, partition, offset: positions.get(topic) as bigint, metadata }));
  return { positions: { group, committed } };
}
