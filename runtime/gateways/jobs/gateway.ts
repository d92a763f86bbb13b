import { seldom } from '../../observe/seldom.ts';
import type { EffectAnswer } from '../../tasks/definition.ts';
import type { EffectRunner } from '../../tasks/engine.ts';
import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';
import type { FailureCode } from '../failure.ts';
import { type CallSeen, type GatewayObserver, tellAll } from '../observer.ts';
import type { JobPoolOptions } from './options.ts';
import { createJobPool, type JobPoolStatus, type JobResult } from './pool.ts';

export type JobGatewayOptions = JobPoolOptions & {
  /** Makes the job’s input of a pending effect. Throws where the state does not hold what it needs. */
  readonly compose: (effect: PendingEffect, state: FatEvent) => unknown;
  /** What of the job’s value goes into the answer. Throws where the value is not one. */
  readonly read: (value: unknown) => Readonly<Record<string, string>>;
};

export type JobGateway = {
  readonly runner: EffectRunner;
  status(): JobPoolStatus;
  close(): Promise<void>;
};

/** A job that fails is told in the log at most so often, ms, for each way to fail: one bad kind of job is thousands. */
const SAID_AGAIN_MS = 10_000;

/**
 * Jobs as effects: each runs in a pool of workers, and its answer says whether it is done, or how it failed. There is no
 * retry here, and no circuit breaker: attempts are counted by who intends the effect, and one bad kind of job says nothing
 * of the others.
 */
export function createJobGateway(
  { compose, read, ...options }: JobGatewayOptions,
  observers: readonly GatewayObserver[] = [],
): JobGateway {
  const { name, logger } = options;
  const pool = createJobPool(options);
  const told = tellAll(observers);
  const toTell = seldom(SAID_AGAIN_MS);

  const failed = (effect: PendingEffect, code: FailureCode, why: object = {}): EffectAnswer => {
    const more = toTell(`${effect.kind} ${code}`);
    const about = { gateway: name, kind: effect.kind, effectId: effect.id, attempt: effect.attempt, code };
    if (more !== null) logger.warn({ ...about, ...why, ...(more > 0 && { more }) }, `${name}: a job failed`);
    return { status: 'failed', code };
  };

  const answerOf = (effect: PendingEffect, result: JobResult): EffectAnswer => {
    switch (result.status) {
      case 'done':
        return { status: 'done', reference: effect.id, detail: read(result.value) };
      case 'threw':
        return failed(effect, 'job-threw', { said: result.message });
      case 'crashed':
        return failed(effect, 'job-crashed', result.end);
      case 'timeout':
        return failed(effect, 'job-timeout');
      case 'stopped':
        return { status: 'failed', code: 'job-stopped' };
      case 'busy':
        return failed(effect, 'gateway-busy');
    }
  };

  return {
    status: pool.status,
    close: pool.close,
    runner: async (effect, state, signal) => {
      let started = performance.now();
      const seen = (result: CallSeen['result']): void =>
        told.called({ gateway: name, kind: effect.kind, step: 'send', result, ms: performance.now() - started });
      const answered = (answer: EffectAnswer): EffectAnswer => {
        seen(answer.status === 'failed' ? (answer.code as FailureCode) : answer.status);
        return answer;
      };
      let input: unknown;
      try {
        input = compose(effect, state);
      } catch (error) {
        return answered(failed(effect, 'effect-invalid', { err: error }));
      }
      let result: JobResult;
      try {
        // Jobs wait for a worker, which is nothing that this one costs.
        result = await pool.run(input, signal, () => {
          started = performance.now();
        });
      } catch (error) {
        seen('aborted');
        throw error;
      }
      try {
        return answered(answerOf(effect, result));
      } catch (error) {
        return answered(failed(effect, 'job-threw', { err: error }));
      }
    },
  };
}
