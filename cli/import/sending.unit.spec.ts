import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../api/requests/request.ts';
import { LogError } from '../../runtime/log/errors.ts';
import type { Position } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createSending } from './sending.ts';

const request = (n: number) => ({ topic: 'product-requests', key: `lp-${n}`, value: {} }) as unknown as Request;

/** A log that takes every batch after a moment, or fails as the script says. */
function scripted(failures: readonly unknown[] = []) {
  const left = [...failures];
  const seen = { underWay: 0, most: 0, batches: [] as number[] };
  let offset = 0n;
  const sendAll = async (requests: readonly Request[]): Promise<Position[]> => {
    seen.underWay += 1;
    seen.most = Math.max(seen.most, seen.underWay);
    await sleep(1);
    seen.underWay -= 1;
    const failure = left.shift();
    if (failure !== undefined) throw failure;
    seen.batches.push(requests.length);
    return requests.map((_, n) => ({ topic: 't', partition: n % 3, offset: offset++ }));
  };
  const stopping = new AbortController();
  const logger = createLogger({ level: 'silent' });
  return { seen, stopping, sending: createSending({ sender: { sendAll }, signal: stopping.signal, logger }) };
}

describe('sending many requests', () => {
  it('goes in batches, a few at a time, and knows where the newest of each partition is', async () => {
    const { seen, sending } = scripted();
    for (let n = 0; n < 5_200; n++) await sending.add(request(n), 100);
    await sending.finish();
    expect(sending.sent).toBe(5_200);
    expect(seen.batches.reduce((sum, size) => sum + size)).toBe(5_200);
    expect(Math.max(...seen.batches)).toBe(500);
    expect(seen.most).toBe(3);
    expect([...sending.newest.values()].sort((left, right) => Number(left - right))).toEqual([5_197n, 5_198n, 5_199n]);
  });

  it('makes smaller batches of larger lines', async () => {
    const { seen, sending } = scripted();
    for (let n = 0; n < 10; n++) await sending.add(request(n), 400_000);
    await sending.finish();
    expect(Math.max(...seen.batches)).toBe(3);
  });

  it.each(['retriable', 'unavailable', 'outcome-unknown'] as const)(
    'waits for what passes by itself: %s',
    async kind => {
      const { sending } = scripted([new LogError(kind, 'scripted'), new LogError(kind, 'scripted')]);
      await sending.add(request(1), 100);
      await sending.finish();
      expect(sending.sent).toBe(1);
    },
  );

  it('fails at once with what does not pass, and takes nothing more', async () => {
    const { sending } = scripted([new LogError('fatal', 'no such topic')]);
    await sending.add(request(1), 2_000_000);
    await expect(sending.finish()).rejects.toThrow('no such topic');
    await expect(sending.add(request(2), 1)).rejects.toThrow('no such topic');
  });

  it('gives up waiting where it is stopped', async () => {
    const { sending, stopping } = scripted(Array.from({ length: 50 }, () => new LogError('unavailable', 'scripted')));
    await sending.add(request(1), 100);
    const finished = sending.finish();
    setTimeout(() => stopping.abort(new Error('stopped')), 20);
    await expect(finished).rejects.toThrow();
  });
});
