import { availableParallelism } from 'node:os';
import { LongplayError } from '../../errors.ts';
import type { Logger } from '../../observe/logger.ts';

export type JobPoolOptions = {
  /** Names it in logs and metrics, such as pricing. */
  readonly name: string;
  /** A module that exports `job`, which takes an input and answers a value; both go by structured clone. */
  readonly module: URL;
  /** Workers of this process. Default: one for each core but one, at least 1. More than cores: each job takes longer. */
  readonly workers?: number;
  /** Jobs that wait for a worker. Default 10,000; what comes beyond is `busy`. Too many: their inputs fill the memory. */
  readonly queue?: number;
  /** Longest time of one job, ms. Default 10,000. Too short: a slow job fails for good. Too long: one that hangs holds a worker. */
  readonly timeLimit?: number;
  /** Longest time until a worker is ready, ms. Default 30,000. Too short: on a busy machine none ever gets ready. */
  readonly startLimit?: number;
  /** After this time without a job a worker is ended, ms. Default 60,000. Too short: workers are started all the time. */
  readonly idleFor?: number;
  /** Most megabytes of a worker’s heap. Default 256. Too little: a large job ends its worker. */
  readonly memory?: number;
  /** What workers see of the environment. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  readonly logger: Logger;
};

export type JobPoolSettings = Required<JobPoolOptions>;

/** A timer of Node.js that is set to more ends at once. */
const MOST = 2 ** 31 - 1;

/** Fills in the defaults, and refuses what cannot work. */
export function poolSettings(options: JobPoolOptions): JobPoolSettings {
  const settings: JobPoolSettings = {
    workers: Math.max(1, availableParallelism() - 1),
    queue: 10_000,
    timeLimit: 10_000,
    startLimit: 30_000,
    idleFor: 60_000,
    memory: 256,
    env: {},
    ...options,
  };
  const wrong = (['workers', 'queue', 'timeLimit', 'startLimit', 'idleFor', 'memory'] as const).filter(
    name => !Number.isSafeInteger(settings[name]) || settings[name] < 1 || settings[name] > MOST,
  );
  if (wrong.length > 0) {
    const message = `The pool ${settings.name} cannot work like this: ${wrong.join(', ')} must be whole numbers from 1 to ${MOST}.`;
    throw new LongplayError('LP_GATEWAY_OPTIONS_INVALID', message);
  }
  return settings;
}
