import type { LogBatch, Position } from '../port.ts';
import { createFetcher, type Fetching } from './fetch.ts';

export type FlowOptions = Omit<Fetching, 'wanted'> & {
  readonly from: Position;
  /** The handler that still runs for this topic-partition, if any: two never run at once. */
  readonly after: Promise<void> | undefined;
  readonly deliver: (batch: LogBatch) => Promise<void>;
  readonly failed: (error: unknown) => void;
};

export type Flow = { stop(): void };

/** Delivers one topic-partition, batch by batch, until it is stopped or fails. */
export function startFlow({ from, after, deliver, failed, ...fetching }: FlowOptions): Flow {
  let stopped = false;
  const fetcher = createFetcher({ ...fetching, wanted: () => !stopped });

  const run = async (): Promise<void> => {
    await after;
    let position = from;
    for (;;) {
      const batch = await fetcher.next(position);
      if (batch === null || stopped) return;
      position = { ...from, offset: batch.nextOffset };
      try {
        await deliver(batch);
      } catch (error) {
        // Reported also where the partition was silenced meanwhile: a handler must never fail unseen.
        stopped = true;
        failed(error);
        return;
      }
    }
  };

  run().catch(error => {
    if (!stopped && fetching.session.state === 'open') failed(error);
  });

  return {
    stop: () => {
      stopped = true;
      fetcher.wake();
    },
  };
}
