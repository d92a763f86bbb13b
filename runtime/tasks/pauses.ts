import type { Clock } from './engine.ts';

/** Pauses by the clock, ms, that end at once when the signal is aborted. */
export const pauses =
  (clock: Pick<Clock, 'after'>, signal: AbortSignal) =>
  (ms: number): Promise<void> =>
    new Promise(resolve => {
      const done = (): void => {
        callOff();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const callOff = clock.after(ms, done);
      signal.addEventListener('abort', done);
    });
