const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does what nobody may break off half-way, without pausing: whoever breaks the command off meanwhile ends the programs that it
 * waits for, as a terminal does, so that it fails and tidies up by itself, or comes too late.
 */
export function held<T>(work: () => T): T {
  const hold = (): void => undefined;
  // A signal with a listener ends nothing; the listener would be called once the work is done.
  for (const signal of SIGNALS) process.on(signal, hold);
  try {
    return work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, hold);
  }
}
