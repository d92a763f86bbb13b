import type { GroupReader, TopicPartition } from '../log/port.ts';
import type { Processor, Values } from './definition.ts';
import { type Engine, groupOf, topicOf } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import { startTask, type Task, type TaskStatus } from './task.ts';

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

/** Runs one processor in this process: as a member of its group, with a task for each partition that it is given. */
export async function runProcessor<S extends FatEvent, I extends Values, T extends Values>(
  engine: Engine,
  processor: Processor<S, I, T>,
): Promise<ProcessorRun> {
  const reader: GroupReader = engine.log.groupReader({
    group: groupOf(engine, processor.name),
    topics: processor.reads.map(name => topicOf(engine, name)),
  });
  const tasks = new Map<number, Task>();
  /** Tasks that let go: their store must be closed before another one opens it. */
  const closing = new Map<number, Promise<void>>();
  let error: unknown = null;
  let stopped = false;

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
    if (stopped || tasks.has(partition)) return;
    tasks.set(
      partition,
      startTask(engine, processor, partition, reader, () => undefined),
    );
  };

  await reader.start({
    assigned: partitions => {
      // Also what is kept is taken over anew: a zombie may have committed in between (DESIGN §6, E).
      for (const partition of [...tasks.keys()]) close(partition);
      for (const partition of partitions) void open(partition);
    },
    batch: async batch => {
      await tasks.get(batch.partition)?.batch(batch);
    },
    failed: (reason: unknown, at?: TopicPartition) => {
      engine.logger.error({ err: reason, ...at }, `${processor.name} cannot read on.`);
      if (at === undefined) error = reason;
      else close(at.partition);
      if (at !== undefined) error = reason;
    },
  });

  return {
    status: () => ({ name: processor.name, tasks: [...tasks.values()].map(task => task.status()), error }),
    stop: async () => {
      stopped = true;
      for (const partition of [...tasks.keys()]) close(partition);
      await Promise.all(closing.values());
      await reader.stop();
    },
  };
}
