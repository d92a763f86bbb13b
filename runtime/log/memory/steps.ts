/**
 * Everything that a client asks of the memory broker, and everything that the broker does by itself, is a step: the
 * points between which a test may interleave, hold, crash and compact.
 */
export type ClientOperation =
  | 'append' // records reach the broker, inside a transaction or not
  | 'commit' // EndTxn, with the transaction's positions
  | 'fence' // InitProducerId
  | 'settle' // looking for what fencing has left open, and ending it
  | 'fetch' // one batch of one partition is about to be handed over
  | 'committed' // reading a group's positions
  | 'offsets' // reading start, end and high watermark
  | 'owns' // asking the coordinator who owns a partition
  | 'join' // entering a group, or entering it again in a rebalance
  | 'sync' // learning the assignment
  | 'heartbeat' // learning that a rebalance has begun, or that the session is over
  | 'leave'
  | 'admin'; // everything else

/** `markers`: the broker ends a transaction in its partitions, some time after EndTxn was answered. */
export type Operation = ClientOperation | 'markers' | 'late';

export type Step = {
  /** The client id, or 'broker'. */
  readonly client: string;
  /** One of `Operation`, or a name of the test's own for a step that it schedules beside the broker's. */
  readonly operation: string;
  /** Transactional id, group or topic[partition], for a story that a person can read. */
  readonly at: string;
  /** Who waits has crashed or closed: nothing will follow from this step. */
  readonly gone: boolean;
};

/**
 * Decides when a step happens: undefined = now, otherwise when the promise resolves. It must not reject. A fast-check
 * scheduler fits (`step => scheduler.schedule(Promise.resolve(), label)`); so does `createStepper` (stepper.ts).
 */
export type Schedule = (step: Step) => Promise<unknown> | undefined;

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/**
 * What happens without a schedule: everything at once, in order. Only a fetch waits for the next turn of the event
 * loop, or topics that feed each other would keep timers and sockets from ever being served.
 */
export const atOnce: Schedule = step => (step.operation === 'fetch' ? turn() : undefined);
