import { type JobWord, saidBy } from './messages.ts';
import { type JobPoolOptions, poolSettings } from './options.ts';
import { type JobWorker, startWorker, type WorkerEnd } from './worker.ts';

/** What became of a job. Only `threw`, `timeout` and `crashed` say something of the job itself. */
export type JobResult =
  | { readonly status: 'done'; readonly value: unknown }
  | { readonly status: 'threw'; readonly message: string }
  /** It took longer than its time limit; its worker was ended. */
  | { readonly status: 'timeout' }
  /** Its worker ended under it. */
  | { readonly status: 'crashed'; readonly end: WorkerEnd }
  /** The pool, or the machine, stops. */
  | { readonly status: 'stopped' }
  /** The queue is full; nothing was begun. */
  | { readonly status: 'busy' };

export type JobPoolStatus = {
  /** Processes that are there, also those that still start. */
  readonly workers: number;
  readonly running: number;
  readonly waiting: number;
  /** Ended under a job, or for its time limit, since the pool was made. */
  readonly lost: number;
};

export type JobPool = {
  /**
   * Rejects only where `signal` aborts, with its reason, and at once: a job that waits is left out, one that runs is given
   * up. `given` is told when a worker gets the job, and again with each further one.
   */
  run(input: unknown, signal: AbortSignal, given?: () => void): Promise<JobResult>;
  status(): JobPoolStatus;
  /** Ends the workers, whatever they do. */
  close(): Promise<void>;
};

type Waiting = {
  readonly input: unknown;
  readonly given?: (() => void) | undefined;
  readonly settle: (result: JobResult) => void;
  /** Times that a worker was gone before it began. */
  unbegun: number;
};

type Slot = {
  readonly worker: JobWorker;
  isReady: boolean;
  isEnding: boolean;
  hasBegun: boolean;
  job: Waiting | null;
  /** One at a time: of its start, its job, or its idleness. */
  timer: NodeJS.Timeout | undefined;
};

/** Whoever ends the whole group of processes means the pool as well. */
const STOPS: ReadonlySet<string> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP']);
/** Workers that may be gone before they begin the same job, which is then taken for the reason. */
const MOST_UNBEGUN = 5;
/** A job that was called off may end by itself within this time, ms: about what starting another worker takes. */
const GRACE_MS = 250;
/** A time limit that is noticed later than this, ms, says that our own process was stopped or blocked. */
const ASLEEP_MS = 500;
/** Whose job it is that was called off. */
const NOBODY: Waiting = { input: null, unbegun: 0, settle: () => undefined };
/** The first and the longest pause after a worker that did not get ready, ms. */
const RESTART = { first: 100, longest: 5_000 } as const;

/**
 * Workers in processes of their own, each with one job at a time: a job that runs too long, aborts its process or takes
 * its memory costs one worker, which is replaced, and no other job anything (docs/decisions/0112).
 */
export function createJobPool(options: JobPoolOptions): JobPool {
  const settings = poolSettings(options);
  const { module, env, memory, logger } = settings;
  const waiting = new Set<Waiting>();
  const slots = new Set<Slot>();
  let lost = 0;
  let misfires = 0;
  let restart: NodeJS.Timeout | undefined;
  const gone = Promise.withResolvers<void>();
  let isClosing = false;

  const settle = (slot: Slot, result: JobResult): void => {
    const { job } = slot;
    slot.job = null;
    setTimer(slot);
    job?.settle(result);
  };

  const end = (slot: Slot): void => {
    slot.isEnding = true;
    slot.worker.kill();
  };

  const assign = (slot: Slot, job: Waiting): void => {
    waiting.delete(job);
    job.given?.();
    try {
      slot.worker.send({ input: job.input });
    } catch (error) {
      // What has no structured clone. Nothing of it has left this process, and the worker knows nothing of it.
      job.settle(threw(saidBy(error)));
      return;
    }
    slot.job = job;
    slot.hasBegun = false;
    limit(slot, job, settings.timeLimit);
  };

  const limit = (slot: Slot, job: Waiting, ms: number): void => {
    const due = performance.now() + ms;
    const timer = setTimeout(() => {
      const late = performance.now() - due;
      // Where this process was held up itself, what the worker has said meanwhile is read first.
      setImmediate(() => {
        if (slot.job !== job || slot.isEnding) return;
        // Asleep for long: maybe so was the worker, and its time is not over.
        if (late > ASLEEP_MS) return limit(slot, job, Math.min(late, settings.timeLimit));
        lost++;
        end(slot);
        settle(slot, { status: 'timeout' });
      });
    }, ms);
    setTimer(slot, timer);
  };

  const heard = (slot: Slot, word: JobWord): void => {
    if (slot.isEnding) return;
    if (word.is === 'begun') {
      slot.hasBegun = true;
      return;
    }
    if (word.is === 'ready') {
      slot.isReady = true;
      misfires = 0;
    } else settle(slot, word.is === 'done' ? { status: 'done', value: word.value } : threw(word.message));
    setTimer(slot, setTimeout(() => end(slot), settings.idleFor).unref());
    next();
  };

  const ended = (slot: Slot, how: WorkerEnd): void => {
    slots.delete(slot);
    const { job, isReady, isEnding } = slot;
    if (job !== null && job !== NOBODY && !isEnding) {
      lost++;
      if (how.signal !== null && STOPS.has(how.signal)) settle(slot, { status: 'stopped' });
      else if (slot.hasBegun || ++job.unbegun >= MOST_UNBEGUN) settle(slot, { status: 'crashed', end: how });
      else {
        slot.job = null;
        putFirst(job);
      }
    }
    setTimer(slot);
    if (!isReady && !isClosing) misfired(how);
    if (isClosing && slots.size === 0) gone.resolve();
    next();
  };

  const putFirst = (job: Waiting): void => {
    const others = [...waiting];
    waiting.clear();
    for (const one of [job, ...others]) waiting.add(one);
  };

  /** Nothing is the matter with the jobs: they wait until a worker gets ready. */
  const misfired = (how: WorkerEnd): void => {
    const pause = Math.min(RESTART.longest, RESTART.first * 2 ** Math.min(30, misfires++));
    logger.error({ ...how, pause }, `A worker of ${settings.name} did not get ready; it is tried again.`);
    restart ??= setTimeout(() => {
      restart = undefined;
      next();
    }, pause);
  };

  /** Not every failure to start comes as an event: without memory for another process, for one, it is thrown. */
  const start = (): void => {
    try {
      begin();
    } catch (error) {
      misfired({ signal: null, exitCode: null, said: saidBy(error) });
    }
  };

  const begin = (): void => {
    const slot: Slot = {
      worker: startWorker({
        module,
        env,
        memory,
        heard: word => heard(slot, word),
        ended: how => ended(slot, how),
      }),
      isReady: false,
      isEnding: false,
      hasBegun: false,
      job: null,
      timer: setTimeout(() => slot.worker.kill(), settings.startLimit),
    };
    slots.add(slot);
  };

  const next = (): void => {
    if (isClosing) return;
    for (const slot of slots) {
      while (slot.isReady && !slot.isEnding && slot.job === null) {
        const [first] = waiting;
        if (first === undefined) return;
        assign(slot, first);
      }
    }
    const starting = [...slots].filter(one => !one.isReady).length;
    let wanted = Math.min(settings.workers - slots.size, waiting.size - starting);
    while (restart === undefined && wanted-- > 0) start();
  };

  return {
    run: (input, signal, given) => {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (isClosing) return Promise.resolve({ status: 'stopped' });
      if (waiting.size >= settings.queue) return Promise.resolve({ status: 'busy' });
      return new Promise((resolve, reject) => {
        const abort = (): void => {
          reject(signal.reason);
          waiting.delete(job);
          for (const slot of slots) {
            if (slot.job !== job) continue;
            slot.job = NOBODY;
            setTimer(
              slot,
              setTimeout(() => end(slot), GRACE_MS),
            );
          }
        };
        const job: Waiting = {
          input,
          given,
          unbegun: 0,
          settle: result => {
            signal.removeEventListener('abort', abort);
            resolve(result);
          },
        };
        signal.addEventListener('abort', abort, { once: true });
        waiting.add(job);
        next();
      });
    },
    status: () => ({
      workers: slots.size,
      running: [...slots].filter(({ job }) => job !== null).length,
      waiting: waiting.size,
      lost,
    }),
    close: () => {
      isClosing = true;
      clearTimeout(restart);
      for (const job of waiting) job.settle({ status: 'stopped' });
      waiting.clear();
      for (const slot of slots) {
        end(slot);
        settle(slot, { status: 'stopped' });
      }
      if (slots.size === 0) gone.resolve();
      return gone.promise;
    },
  };
}

/** In place of the one that it had. */
function setTimer(slot: Slot, timer?: NodeJS.Timeout): void {
  clearTimeout(slot.timer);
  slot.timer = timer;
}

const threw = (message: string): JobResult => ({ status: 'threw', message });
