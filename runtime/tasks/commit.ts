import type { LogBatch, TransactionalWriter, TransactionRequest } from '../log/port.ts';
import type { Tables, Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import { formatMetadata } from './position-metadata.ts';
import type { TaskScope } from './scope.ts';
import type { States } from './states.ts';
import { applyStep, decideBatch, type KeyedCause, type Step } from './step.ts';
import type { StateStore } from './store/port.ts';

/** What a takeover has brought: with it a task decides and writes, until the next takeover. */
export type Held<S extends FatEvent, T extends Values> = {
  readonly writer: TransactionalWriter;
  readonly store: StateStore;
  readonly states: States<S>;
  readonly tables: Tables<T>;
  readonly clusterId: string;
  readonly topicId: string;
  /** Next offset of each input, by its full name. */
  readonly positions: Map<string, bigint>;
  /** Inputs whose position is ahead of the committed one: what was read meanwhile changed nothing. */
  readonly ahead: Set<string>;
};

/**
 * Decides, writes everything in one transaction, with all positions that have moved, and only then changes the store.
 * Where there is nothing to write, the positions move in memory only, and the next transaction takes them along: what is
 * read again after a crash meets the very state for which it changed nothing (docs/decisions/0043).
 */
export async function commit<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  causes: readonly KeyedCause<I>[],
  batches: readonly LogBatch[],
): Promise<Step<S>> {
  const { engine, processor, partition } = scope;
  const { writer, store, tables, topicId, clusterId } = held;
  const stateOf = await held.states.read([...new Set(causes.map(({ key }) => key))]);
  const now = engine.clock.now();
  const step = decideBatch(engine, processor, partition, stateOf, causes, { now, tables });
  const moved = new Map(held.positions);
  for (const { topic, nextOffset } of batches) moved.set(topic, nextOffset);
  const ahead = new Set([...held.ahead, ...batches.map(({ topic }) => topic)]);
  if (step.records.length > 0) {
    // What is written now will be read back as state, maybe in a version of the schema that was not met before.
    await engine.wire.reader(processor.owns).prepare([...step.states.values()].map(({ value }) => value));
    const written = await writer.transact({ records: step.records, ...positionsOf(scope, held, ahead, moved) });
    applyStep(store, step, written, { clusterId, topicId, at: now });
    held.ahead.clear();
  }
  for (const { topic, nextOffset } of batches) {
    held.positions.set(topic, nextOffset);
    if (step.records.length === 0) held.ahead.add(topic);
  }
  return step;
}

/** The positions of these inputs, as a part of a transaction. */
export function positionsOf<S extends FatEvent, I extends Values, T extends Values>(
  { partition, group }: TaskScope<S, I, T>,
  { store, topicId }: Held<S, T>,
  topics: ReadonlySet<string>,
  positions: ReadonlyMap<string, bigint>,
): Pick<TransactionRequest, 'positions'> {
  if (topics.size === 0) return {};
  const metadata = formatMetadata({ ownTopicId: topicId, ownEnd: store.checkpoint()?.position ?? 0n });
  const committed = [...topics].map(topic => ({ topic, partition, offset: positions.get(topic) as bigint, metadata }));
  return { positions: { group, committed } };
}
