import { setTimeout as sleep } from 'node:timers/promises';

/** Calls at the rate, `count` times; what a busy machine has missed is made up for at once. Resolves with the seconds. */
export async function atRate(
  rate: number,
  count: number,
  signal: AbortSignal,
  work: (n: number) => void,
): Promise<number> {
  const started = performance.now();
  for (let n = 0; n < count && !signal.aborted; ) {
    const due = Math.min(count, Math.floor(((performance.now() - started) / 1_000) * rate) + 1);
    for (; n < due; n++) work(n);
    await sleep(10);
  }
  return (performance.now() - started) / 1_000;
}
