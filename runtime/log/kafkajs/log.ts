import { LogError } from '../errors.ts';
import { lastOutcomes } from '../hanging.ts';
import type { Log, LogBatch, PartitionReadOptions } from '../port.ts';
import { logAdmin } from './admin.ts';
import { type KafkajsLogOptions, kafkaClient } from './client.ts';
import { groupReader } from './group-reader.ts';
import { readPartition } from './partition-reader.ts';
import { openSession, type Session } from './session.ts';
import { transactionalWriter } from './transactional-writer.ts';
import { idempotentWriter } from './writer.ts';

/**
 * The log on a Kafka cluster (4.x; 3.0 or later should do, since DescribeTransactions came with it). Nothing connects before
 * it is used. Whatever is handed out is closed by its own `close()` or `stop()`; `Log.close()` closes the rest.
 */
export function createKafkajsLog(options: KafkajsLogOptions): Log {
  const kafka = kafkaClient(options);
  let shared: Promise<Session> | null = null;
  const idle: Session[] = [];
  let closed = false;

  const sharedSession = (): Promise<Session> => {
    shared ??= openSession(kafka).catch(error => {
      shared = null;
      throw error;
    });
    return shared;
  };
  const outcomes = lastOutcomes();
  const admin = logAdmin(kafka, sharedSession);

  // A read keeps its connection busy while it waits for records, so each has its own while it runs.
  async function* read(readOptions: PartitionReadOptions): AsyncGenerator<LogBatch> {
    if (closed) throw new LogError('fatal', 'This log is closed.');
    const session = idle.pop() ?? (await openSession(kafka));
    let sound = false;
    try {
      yield* readPartition(session, readOptions);
      sound = true;
    } finally {
      // Left early or in trouble, an answer may still be under way on it.
      if (sound && !closed) idle.push(session);
      else await session.close();
    }
  }

  return {
    admin,
    writer: async () => idempotentWriter(await openSession(kafka)),
    transactionalWriter: async id => transactionalWriter(await openSession(kafka), id, outcomes),
    groupReader: readerOptions => groupReader(kafka, readerOptions, options.logger),
    readPartition: read,
    close: async () => {
      closed = true;
      await admin.close();
      await (await shared?.catch(() => null))?.close();
      await Promise.all(idle.splice(0).map(session => session.close()));
    },
  };
}
