import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../runtime/log/port.ts';
import { factsOf } from '../rebuild/orders.ts';

const TICK_MS = 50;

/** Writes facts at a rate: the next version of one order after the other. */
export async function startWriter(
  log: Log,
  topic: string,
  keys: number,
  rate: number,
): Promise<{ written(): number; stop(): Promise<number> }> {
  const fact = await factsOf(topic, keys);
  const writer = await log.writer();
  let written = 0;
  let writing = true;
  const began = performance.now();
  const work = (async () => {
    while (writing) {
      const due = Math.floor(((performance.now() - began) / 1_000) * rate);
      const records = Array.from({ length: Math.min(2_000, Math.max(0, due - written)) }, (_, n) => fact(written + n));
      if (records.length > 0) await writer.append(records);
      written += records.length;
      await sleep(TICK_MS);
    }
  })();
  return {
    written: () => written,
    stop: async () => {
      writing = false;
      await work;
      await writer.close();
      return written;
    },
  };
}
