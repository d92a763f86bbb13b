import type { Reader } from '../codec/reader.ts';
import { LongplayError } from '../errors.ts';
import { whereOpen } from '../log/hanging.ts';
import type { GroupReader, TransactionalWriter } from '../log/port.ts';
import { takeOver } from '../log/takeover.ts';
import type { Held } from './commit.ts';
import type { Processor, Tables, Values } from './definition.ts';
import { type Engine, topicOf } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import type { Owed } from './owed.ts';
import { formatMetadata } from './position-metadata.ts';
import { initialPosition, type Own, refuseForeignState } from './refusals.ts';
import { restore } from './restore.ts';
import { type TaskScope, unlessAborted } from './scope.ts';
import { states } from './states.ts';
import type { StateStore } from './store/port.ts';
import { hospitalOf, openWard } from './ward.ts';

/** Half of the own topics' `delete.retention.ms` of 7 days: an older checkpoint may have missed a tombstone. */
const CHECKPOINT_MAX_AGE_MS = 3.5 * 24 * 3_600_000;

export type Taking<S extends FatEvent, T extends Values> = {
  /** Called for every state with something to come, before `ready`. */
  found(key: string, state: S): void;
  /** Called when all is restored, right before the first batch can be delivered. */
  ready(held: Held<S, T>): void;
};

/** A task's hold on its partition. The store stays open from one takeover to the next; the writer never does. */
export type Possession<S extends FatEvent, T extends Values> = {
  /** One attempt: FENCE → OFFSETS → RESTORE → SEEK → RESUME. False: the partition is not, or no longer, ours. */
  take(taking: Taking<S, T>): Promise<boolean>;
  /** Not while an attempt is under way. Never fails: what cannot be closed is logged. */
  close(): Promise<void>;
};

export function possession<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  reader: GroupReader,
): Possession<S, T> {
  const { engine, processor, partition, group, inputs, own, hospital, signal, logger } = scope;
  const { log, clock, wire } = engine;
  const ownReader = wire.reader(processor.owns) as unknown as Reader<S>;
  const owedReader = wire.owed?.(processor.owns) ?? (ownReader as unknown as Reader<Owed>);
  let store: StateStore | null = null;
  let cases: StateStore | null = null;
  let tables: Tables<T> | null = null;
  let writer: TransactionalWriter | null = null;

  const closeWriter = async (): Promise<void> => {
    await writer?.close().catch(error => logger.debug({ err: error }, 'A writer could not be closed.'));
    writer = null;
  };

  const idOf = async (topic: string): Promise<string> => (await log.admin.describeTopics([topic]))[0]?.id ?? '';

  /** The topic of the cases, and where it ended before the fence: enough to tell whether there ever was anything. */
  const hospitalBefore = async (topic: string): Promise<{ readonly topicId: string; readonly end: bigint }> => {
    const offsets = (await log.admin.offsets(topic)).find(one => one.partition === partition);
    return { topicId: await idOf(topic), end: offsets?.end ?? 0n };
  };

  /** A task that waits for an operator must not do so silently; its attempts repeat. */
  let warned = false;
  const warnOnce = (error: unknown): never => {
    const isHanging = error instanceof LongplayError && error.code === 'LP_LOG_TRANSACTION_HANGING';
    if (isHanging && !warned) logger.warn({ err: error }, 'The partition cannot be taken over yet.');
    warned = isHanging;
    throw error;
  };

  return {
    take: async ({ found, ready }) => {
      await closeWriter();
      store ??= await openStore(engine, processor.name, partition);
      tables ??= (await unlessAborted(openTables(engine, processor), signal)) as Tables<T>;
      if (hospital !== null) cases ??= await openStore(engine, hospitalOf(processor.name), partition);
      const restored = { store, tables, states: states(store, ownReader) };
      const clusterId = await log.admin.clusterId();
      const topicId = await idOf(own);
      const before = hospital === null ? null : await hospitalBefore(hospital.cases);
      if (signal.aborted) return false;
      const opened = await log.transactionalWriter(`${group}-${partition}`);
      writer = opened;
      const taken = await takeOver({
        reader,
        writer: opened,
        admin: log.admin,
        group,
        partition,
        inputs: hospital === null ? inputs : [...inputs, hospital.operations],
        own,
        writes: [
          ...[processor.owns, ...processor.asks, `${processor.name}.outcomes`].map(name => topicOf(engine, name)),
          ...(hospital === null ? [] : [hospital.cases]),
        ],
        settled: open =>
          logger.warn(`The broker had left a transaction open on ${whereOpen(open)}; it was ended as it was decided.`),
        signal,
        initial: ({ input, own: offsets, committed }) =>
          initialPosition(processor.name, input, offsets as Own, committed, before && { ...before, hospital }),
        metadata: offsets =>
          formatMetadata({ ownTopicId: topicId, ownEnd: offsets?.end ?? 0n, hospital: before && { ...before } }),
        restore: async ({ own: offsets, committed, positions }) => {
          const known: Own = { ...(offsets as Own), topicId };
          refuseForeignState(processor.name, known, committed);
          const now = clock.now();
          const maxAge = CHECKPOINT_MAX_AGE_MS;
          await restore({ log, store: restored.store, reader: owedReader, own: known, clusterId, now, maxAge, signal });
          let ward: Held<S, T>['ward'] = null;
          if (before !== null && cases !== null) {
            const { topicId: casesId } = before;
            const from = { engine, processor: processor.name, partition, clusterId, maxAge, signal };
            ward = await openWard({
              ...from,
              store: cases,
              topicId: casesId,
              refuse: offsets => refuseForeignState(processor.name, offsets, committed, 'hospital'),
            });
          }
          await restored.states.eachOpen(signal, found);
          if (signal.aborted) return;
          const next = new Map(positions.map(({ topic, offset }) => [topic, offset]));
          ready({ ...restored, ward, writer: opened, clusterId, topicId, positions: next, ahead: new Set() });
        },
      }).catch(warnOnce);
      return taken !== null;
    },
    close: async () => {
      await closeWriter();
      const closing = [store, cases];
      store = null;
      cases = null;
      for (const one of closing) {
        await one?.close().catch(error => logger.warn({ err: error }, 'A store of states could not be closed.'));
      }
    },
  };
}

async function openStore(engine: Engine, processor: string, partition: number): Promise<StateStore> {
  try {
    return await engine.openStore(processor, partition);
  } catch (cause) {
    if (cause instanceof LongplayError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The states of ${processor} on partition ${partition} could not be opened: ${why}`;
    throw new LongplayError('LP_TASK_STORE_UNUSABLE', message, { cause });
  }
}

async function openTables<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
): Promise<Tables<Values>> {
  const opened = await Promise.all(processor.tables.map(async name => [name, await engine.tables.open(name)] as const));
  return Object.fromEntries(opened) as Tables<Values>;
}
