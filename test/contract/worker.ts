import type { CommittedPosition, LogBatch, OutgoingRecord, TransactionalWriter } from '../../runtime/log/port.ts';
import { type InitialPosition, takeOver } from '../../runtime/log/takeover.ts';
import type { Client } from './harness.ts';
import { readRecords } from './material.ts';

export type WorkerOptions = {
  readonly group: string;
  readonly inputs: readonly string[];
  /** For each input record, one record whose key names it as its cause and whose value counts 1, 2, 3… */
  readonly own: string;
  readonly initial?: InitialPosition;
  /** The pause before a takeover is tried again. Default 20 ms. */
  readonly pause?: () => Promise<unknown>;
};

/** A process with the smallest possible task runtime: it shows what the port and the takeover are enough for. */
export type Worker = {
  readonly owned: () => readonly number[];
  /** Kinds of the errors that ended a task, in order. */
  readonly errors: unknown[];
  readonly takeovers: () => number;
  stop(): Promise<void>;
};

type Task = {
  readonly lost: AbortController;
  writer: TransactionalWriter | null;
  queue: Promise<void>;
  applied: number;
};

const pauseBriefly = () => new Promise(resolve => setTimeout(resolve, 20));

export async function startWorker(client: Pick<Client, 'log'>, options: WorkerOptions): Promise<Worker> {
  const { log } = client;
  const { group, inputs, own, pause = pauseBriefly } = options;
  const reader = log.groupReader({ group, topics: inputs, maxWait: 50 });
  const tasks = new Map<number, Task>();
  const errors: unknown[] = [];
  let owned: readonly number[] = [];
  let takeovers = 0;

  const open = (partition: number): void => {
    tasks.get(partition)?.lost.abort();
    const task: Task = { lost: new AbortController(), writer: null, queue: Promise.resolve(), applied: 0 };
    tasks.set(partition, task);
    void attempt(partition, task);
  };

  const attempt = async (partition: number, task: Task): Promise<void> => {
    const { signal } = task.lost;
    while (!signal.aborted) {
      try {
        const writer = await log.transactionalWriter(`${group}-${partition}`);
        task.writer = writer;
        const taken = await takeOver({
          reader,
          writer,
          admin: log.admin,
          group,
          partition,
          inputs,
          own,
          initial: () => options.initial ?? 'earliest',
          restore: async () => {
            task.applied = (await readRecords(log, own, partition)).length;
          },
          signal,
        });
        if (taken !== null) {
          takeovers++;
          return;
        }
      } catch (error) {
        errors.push(kindOf(error));
      }
      await task.writer?.close().catch(() => undefined);
      await pause();
    }
  };

  const process = async (batch: LogBatch, task: Task): Promise<void> => {
    if (task.lost.signal.aborted || task.writer === null) return;
    const records = batch.records.map(
      ({ offset }, n): OutgoingRecord => ({
        topic: own,
        partition: batch.partition,
        key: Buffer.from(`${batch.topic}/${offset}`),
        value: Buffer.from(String(task.applied + n + 1)),
      }),
    );
    const { topic, partition, nextOffset: offset } = batch;
    const committed: CommittedPosition[] = [{ topic, partition, offset, metadata: '' }];
    try {
      await task.writer.transact({ records, positions: { group, committed } });
      task.applied += records.length;
    } catch (error) {
      errors.push(kindOf(error));
      // A newer task of this partition may be under way already.
      if (tasks.get(partition) !== task || task.lost.signal.aborted) return;
      reader.silence(partition);
      open(partition);
    }
  };

  await reader.start({
    assigned: partitions => {
      owned = partitions;
      for (const [partition, task] of tasks) {
        task.lost.abort();
        if (!partitions.includes(partition)) tasks.delete(partition);
      }
      for (const partition of partitions) open(partition);
    },
    batch: batch => {
      const task = tasks.get(batch.partition);
      if (task === undefined) return Promise.resolve();
      task.queue = task.queue.then(() => process(batch, task));
      return task.queue;
    },
    failed: error => {
      errors.push(error);
    },
  });

  return {
    owned: () => owned,
    errors,
    takeovers: () => takeovers,
    stop: async () => {
      for (const task of tasks.values()) task.lost.abort();
      await reader.stop();
    },
  };
}

const kindOf = (error: unknown): unknown => (error as { kind?: unknown }).kind ?? error;
