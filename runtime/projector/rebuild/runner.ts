import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import { isPassing } from '../passing.ts';
import { every } from '../repeat.ts';
import type { RebuildOptions, Run } from './context.ts';
import { execute } from './execute.ts';
import { giveUp } from './make.ts';
import {
  claimOperation,
  findOperation,
  LEASE_S,
  lost,
  noteOperation,
  type Operation,
  releaseOperation,
  renewLease,
} from './operations.ts';

const LOOK_EVERY_MS = 500;
const RENEW_EVERY_MS = (LEASE_S * 1_000) / 3;
const AGAIN_AFTER_MS = 500;

export type RunnerOptions = RebuildOptions & {
  /** Names of the projections whose operations are done here. */
  readonly names: readonly string[];
};

/** Does what operators ask for, one operation at a time; what a process that has died had begun too. */
export function startRunner(options: RunnerOptions): { stop(): Promise<void> } {
  const owner = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`;
  const stopping = new AbortController();
  const looking = every(LOOK_EVERY_MS, async () => {
    try {
      const operation = await claimOperation(options, owner, options.names);
      if (operation !== null) await runOperation(options, operation, owner, stopping.signal);
    } catch (err) {
      options.logger.debug({ err }, 'The operations could not be asked for.');
    }
  });
  return {
    stop: async () => {
      stopping.abort();
      await looking.stop();
    },
  };
}

/** Works on an operation that was claimed, until it ends, is cancelled, lost or has to be left. */
export async function runOperation(
  options: RebuildOptions,
  claimed: Operation,
  owner: string,
  stopping: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  const { id, projection, kind } = claimed;
  const logger = options.logger.child({ operation: id, projection });
  let cancelled = claimed.cancelled;
  let gone = false;
  let renewed = performance.now();
  const signal = AbortSignal.any([stopping, ending.signal]);
  const renewing = every(RENEW_EVERY_MS, async () => {
    try {
      const lease = await renewLease(options, claimed, owner);
      renewed = performance.now();
      gone = lease === null;
      cancelled = lease?.cancelled === true;
    } catch {
      // Postgres is away; once the lease has run out, somebody else may work on it.
      gone = performance.now() - renewed > LEASE_S * 1_000;
    }
    if (gone || cancelled) ending.abort();
  });
  const run: Run = {
    ...options,
    logger,
    operation: claimed,
    owner,
    signal,
    note: async change => {
      run.operation = await noteOperation(options, claimed, owner, change);
      if (run.operation.cancelled) {
        cancelled = true;
        ending.abort();
      }
    },
  };
  logger.info(`${kind} of ${projection} ${claimed.state === 'waiting' ? 'begins' : `goes on: ${claimed.state}`}.`);
  try {
    while (!signal.aborted) {
      try {
        if (!(await taken(run))) await execute(run);
        const { state } = run.operation;
        logger.info({ state }, `${kind} of ${projection} has ended: ${state}.`);
        return;
      } catch (error) {
        if (signal.aborted) break;
        if (isLost(error)) return void logger.warn(`${kind} of ${projection} is worked on by another process now.`);
        if (!isPassing(error)) return await fail(run, error);
        logger.debug({ err: error }, 'A server is away; it goes on from where it was noted.');
        await sleep(AGAIN_AFTER_MS);
      }
    }
    if (cancelled) await end(run, 'cancelled');
    else if (!gone) await releaseOperation(options, claimed, owner);
  } catch (err) {
    logger.debug({ err }, 'An operation is left to whoever takes it over.');
  } finally {
    await renewing.stop();
  }
}

/** Takes it as it is noted, since the answer to a note may have been lost. True where it has ended by that. */
async function taken(run: Run): Promise<boolean> {
  const { id } = run.operation;
  const noted = await findOperation(run, id);
  if (noted === null || (noted.finishedAt === null && noted.owner !== run.owner)) throw lost(id);
  run.operation = noted;
  return noted.finishedAt !== null;
}

async function fail(run: Run, cause: unknown): Promise<void> {
  const { kind, projection } = run.operation;
  run.logger.error({ err: cause }, `${kind} of ${projection} has failed.`);
  const code = cause instanceof LongplayError ? cause.code : 'LP_PROJECTION_OPERATION_FAILED';
  await end(run, 'failed', { code, message: cause instanceof Error ? cause.message : String(cause) });
}

async function end(run: Run, state: 'cancelled' | 'failed', error?: { code: string; message: string }): Promise<void> {
  const { generation, kind } = run.operation;
  // What a swap or a rollback was about is no product of theirs.
  if (generation !== null && (kind === 'rebuild' || kind === 'verify')) {
    // What stopped the switch alone leaves it ready, to be swapped in later.
    const isSound = state === 'failed' && error?.code !== 'LP_PROJECTION_POISON';
    await giveUp(run, generation, isSound ? ['building'] : ['building', 'ready']);
  }
  await noteOperation(run, run.operation, run.owner, { state, ...(error && { error }) });
}

const isLost = (error: unknown): boolean =>
  error instanceof LongplayError && error.code === 'LP_PROJECTION_OPERATION_LOST';
