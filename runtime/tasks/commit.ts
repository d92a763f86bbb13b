import type { LogBatch, TransactionalWriter } from '../log/port.ts';
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
};

/**
 * Decides, writes everything in one transaction, with the positions after `batches`, and only then changes the store.
 * Null: there was nothing to write.
 */
export async function commit<S extends FatEvent, I extends Values, T extends Values>(
  { engine, processor, partition, group }: TaskScope<S, I, T>,
  held: Held<S, T>,
  causes: readonly KeyedCause<I>[],
  batches: readonly LogBatch[],
): Promise<Step<S> | null> {
  const { writer, store, tables, topicId, clusterId } = held;
  const stateOf = await held.states.read([...new Set(causes.map(({ key }) => key))]);
  const now = engine.clock.now();
  const step = decideBatch(engine, processor, partition, stateOf, causes, { now, tables });
  const metadata = formatMetadata({ ownTopicId: topicId, ownEnd: store.checkpoint()?.position ?? 0n });
  const moved = batches.map(({ topic, nextOffset }) => ({ topic, partition, offset: nextOffset, metadata }));
  if (moved.length === 0 && step.records.length === 0) return null;
  // What is written now will be read back as state, maybe in a version of the schema that was not met before.
  await engine.wire.reader(processor.owns).prepare([...step.states.values()].map(({ value }) => value));
  const positions = moved.length > 0 && { positions: { group, committed: moved } };
  const written = await writer.transact({ records: step.records, ...positions });
  applyStep(store, step, written, { clusterId, topicId, at: now });
  for (const { topic, nextOffset } of batches) held.positions.set(topic, nextOffset);
  return step;
}
