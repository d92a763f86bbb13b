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
  end(): void;
};

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** 128 + SIGINT, as shells count. */
const forced = 130;

/** One Ctrl-C arrives twice within ms: from the terminal, and passed on by npm. */
const oneKeystroke = 500;

export type LifetimeOptions = {
  readonly logger: Logger;
  /** How long a clean stop may take, ms. */
  readonly stopTimeout: number;
  /** What a clean stop has not reached yet, for the message where it takes too long. */
  readonly open: () => readonly string[];
};

/**
 * From here on a signal asks for a clean stop; a second signal forces it, and so does the timeout. A defect that nobody
 * caught stops the program too: going on with unknown damage is worse than a restart.
 */
export function beginLifetime({ logger, stopTimeout, open }: LifetimeOptions): Lifetime {
  const controller = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<ExitCode>();
  const kills: (() => void)[] = [];
  let stopping = 0;

  function force(code: number): never {
    for (const kill of kills) kill();
    process.exit(code);
  }

  function stop(reason: string, code: ExitCode): void {
    if (controller.signal.aborted) {
      if (performance.now() - stopping < oneKeystroke) return;
      logger.warn(`${reason} again: what is left is killed`);
      force(forced);
    }
    stopping = performance.now();
    logger.info(`${reason}: stopping`);
    controller.abort(new Error(`${reason}: stopping`));
    resolve(code);
    setTimeout(() => {
      const left = `After ${stopTimeout} ms these had not stopped: ${open().join(', ')}.`;
      logger.error(new LongplayError('LP_STOP_TIMEOUT', left));
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
  const parentWatch = watchParent(() => stop('npm has ended', exitCodes.done));

  return {
    signal: controller.signal,
    ended,
    onForce: kill => kills.push(kill),
    end: () => {
      for (const name of stopSignals) process.off(name, onSignal);
      process.off('uncaughtException', onDefect);
      clearInterval(parentWatch);
    },
  };
}

/**
 * npx passes signals to a shell, which dies of them and tells nobody: its child would stay behind. Started otherwise, a
 * parent may end as it likes (nohup).
 */
function watchParent(onEnd: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_execpath === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onEnd();
  }, 500);
  return timer.unref();
}
