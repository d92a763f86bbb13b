export type Interrupt = {
  /** Aborted by Ctrl-C, by a stop signal, or where whoever reads the output has gone. */
  readonly signal: AbortSignal;
  /** Signals and streams are nobody's concern any more. */
  end(): void;
};

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** 128 + SIGINT, as shells count. */
const FORCED = 130;

/** One Ctrl-C arrives twice within ms: from the terminal, and passed on by npx. */
const ONE_KEYSTROKE_MS = 500;

/** From here on a signal asks for a clean end; a second one ends the process at once. */
export function onInterrupt(output?: NodeJS.WriteStream): Interrupt {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (name: string): void => {
    if (controller.signal.aborted && performance.now() - first > ONE_KEYSTROKE_MS) process.exit(FORCED);
    first ||= performance.now();
    controller.abort(new Error(name));
  };
  // `longplay tail | head`: that nobody reads on is no failure.
  const onError = (error: NodeJS.ErrnoException): void => {
    controller.abort(error.code === 'EPIPE' ? new Error('EPIPE') : error);
  };
  for (const name of stopSignals) process.on(name, onSignal);
  output?.on?.('error', onError);
  return {
    signal: controller.signal,
    end: () => {
      for (const name of stopSignals) process.off(name, onSignal);
      // The error listener stays: a pipe may break while the last bytes are on their way.
    },
  };
}
