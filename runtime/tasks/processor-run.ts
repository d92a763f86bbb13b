import type { GroupReader, TopicPartition } from '../log/port.ts';
import type { Processor, Values } from './definition.ts';
import { type Engine, groupOf, topicOf } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import { startTask, type Task, type TaskStatus } from './task.ts';
import { operationsOf } from './ward.ts';

export type ProcessorStatus = {
  readonly name: string;
  readonly tasks: readonly TaskStatus[];
  /** Why the whole processor stands still in this process; null while it runs. */
  readonly error: unknown;
};

export type ProcessorRun = {
  status(): ProcessorStatus;
  /** Leaves the group and lets every task finish what is under way. */
  stop(): Promise<void>;
};

/** All that a processor reads, where there is a hospital. */
export const inputsOf = ({ name, reads }: Pick<Processor, 'name' | 'reads'>): readonly string[] => [
  ...reads,
  operationsOf(name),
];

/** Runs one processor in this process: as a member of its group, with a task for each partition that it is given. */
export async function runProcessor<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
): Promise<ProcessorRun> {
  const reader: GroupReader = engine.log.groupReader({
    group: groupOf(engine, processor.name),
    topics: (engine.hospital === undefined ? processor.reads : inputsOf(processor)).map(name => topicOf(engine, name)),
  });
  const tasks = new Map<number, Task>();
  /** Tasks that let go: their store must be closed before another one opens it. */
  const closing = new Map<number, Promise<void>>();
  /** What the last assignment has given: a task that waits for its predecessor may have been taken away meanwhile. */
  let wanted: ReadonlySet<number> = new Set();
  let stopping = false;
  let error: unknown = null;

  const close = (partition: number): void => {
    const task = tasks.get(partition);
    if (task === undefined) return;
    tasks.delete(partition);
    const done = task.close().finally(() => {
      if (closing.get(partition) === done) closing.delete(partition);
    });
    closing.set(partition, done);
  };

  const open = async (partition: number): Promise<void> => {
    await closing.get(partition);
    if (!wanted.has(partition) || tasks.has(partition)) return;
    tasks.set(partition, startTask(engine, processor, partition, reader));
  };

  await reader.start({
    assigned: partitions => {
      // Others who join or leave meanwhile make the group share its partitions anew.
      if (stopping) return;
      wanted = new Set(partitions);
      error = null;
      // Also what is kept is taken over anew: a zombie may have committed in between (DESIGN §6, E).
      for (const partition of [...tasks.keys()]) close(partition);
      for (const partition of partitions) {
        open(partition).catch(reason => {
          error = reason;
          engine.logger.error({ err: reason, partition }, `${processor.name} cannot start a task.`);
        });
      }
    },
    batch: async batch => {
      await tasks.get(batch.partition)?.batch(batch);
    },
    failed: (reason: unknown, at?: TopicPartition) => {
      engine.logger.error({ err: reason, ...at }, `${processor.name} cannot read on.`);
      const task = at === undefined ? undefined : tasks.get(at.partition);
      if (task === undefined) error = reason;
      else task.fail(reason);
    },
  });

  return {
    status: () => ({ name: processor.name, tasks: [...tasks.values()].map(task => task.status()), error }),
    stop: async () => {
      stopping = true;
      wanted = new Set();
      for (const partition of [...tasks.keys()]) close(partition);
      await Promise.all(closing.values());
      await reader.stop();
    },
  };
}
