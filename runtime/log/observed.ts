import type { Log, OutgoingRecord } from './port.ts';

/** Told what was done with a log, after it was; an observer that throws disturbs nothing. */
export type LogObserver = {
  /** A batch was handed to a member of a group. */
  taken?(batch: { readonly group: string; readonly partition: number; readonly records: number }): void;
  /** A transactional id was taken over. */
  fenced?(transactionalId: string): void;
  /** `ms`: from the call to the answer. */
  transacted?(done: {
    readonly transactionalId: string;
    readonly records: readonly OutgoingRecord[];
    readonly ms: number;
  }): void;
  transactionFailed?(failure: { readonly transactionalId: string; readonly error: unknown }): void;
};

/** The same log, and somebody who watches. */
export function observedLog(log: Log, observer: LogObserver): Log {
  return {
    ...log,
    groupReader: options => {
      const reader = log.groupReader(options);
      return {
        ...reader,
        start: handlers =>
          reader.start({
            ...handlers,
            batch: batch => {
              const { partition, records } = batch;
              quietly(() => observer.taken?.({ group: options.group, partition, records: records.length }));
              return handlers.batch(batch);
            },
          }),
      };
    },
    transactionalWriter: async transactionalId => {
      const writer = await log.transactionalWriter(transactionalId);
      return {
        ...writer,
        fence: async () => {
          await writer.fence();
          quietly(() => observer.fenced?.(transactionalId));
        },
        transact: async request => {
          const began = performance.now();
          try {
            const positions = await writer.transact(request);
            const ms = performance.now() - began;
            quietly(() => observer.transacted?.({ transactionalId, records: request.records, ms }));
            return positions;
          } catch (error) {
            quietly(() => observer.transactionFailed?.({ transactionalId, error }));
            throw error;
          }
        },
      };
    },
  };
}

function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // What is counted must not decide what is written.
  }
}
