import { LongplayError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export type Lifetime = {
  /** Aborted when a stop is asked for. */
  readonly signal: AbortSignal;
  /** Resolves with the exit code when a stop is asked for. */
  readonly ended: Promise<ExitCode>;
  /** Called when the program must be gone at once: kills what a clean stop would have stopped. */
  onForce(kill: () => void): void;
  /** No more signals are listened to. */
  [Symbol.dispose](): void;
};

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** 128 + SIGINT, as shells count. */
const forced = 130;

/**
 * From here on a signal asks for a clean stop, which may take `stopTimeout` ms; a second signal forces it. So does a
 * defect that nobody caught: going on with unknown damage is worse than a restart.
 */
export function beginLifetime(
  logger: Logger,
  stopTimeout: number,
  exit: (code: number) => void = process.exit,
): Lifetime {
  const controller = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<ExitCode>();
  const kills: (() => void)[] = [];

  function force(code: number): void {
    for (const kill of kills) kill();
    exit(code);
  }

  function stop(reason: string, code: ExitCode): void {
    if (controller.signal.aborted) {
      logger.warn(`${reason} again: what is left is killed`);
      force(forced);
      return;
    }
    logger.info(`${reason}: stopping`);
    controller.abort(new Error(`${reason}: stopping`));
    resolve(code);
    setTimeout(() => {
      logger.error(new LongplayError('LP_STOP_TIMEOUT', `Not everything had stopped after ${stopTimeout} ms.`));
      force(exitCodes.no);
    }, stopTimeout).unref();
  }

  const onSignal = (name: NodeJS.Signals) => stop(name, exitCodes.done);
  const onDefect = (err: unknown) => {
    logger.fatal({ err }, 'a defect that nobody caught');
    if (!controller.signal.aborted) stop('A defect', exitCodes.couldNotRun);
  };
  for (const name of stopSignals) process.on(name, onSignal);
  process.on('uncaughtException', onDefect);

  return {
    signal: controller.signal,
    ended,
    onForce: kill => kills.push(kill),
    [Symbol.dispose]: () => {
      for (const name of stopSignals) process.off(name, onSignal);
      process.off('uncaughtException', onDefect);
    },
  };
}
