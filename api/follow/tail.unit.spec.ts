import { describe, expect, it, vi } from 'vitest';
import { LogError } from '../../runtime/log/errors.ts';
import type { Log } from '../../runtime/log/port.ts';
import { topicTails } from './tail.ts';

/** A topic that is gone as soon as somebody reads it. */
const log = {
  admin: { offsets: async () => [{ partition: 0, start: 0n, end: 3n }] },
  groupReader: () => ({
    start: async () => {
      throw new LogError('fatal', 'The topic is gone.');
    },
    stop: async () => undefined,
  }),
} as unknown as Pick<Log, 'admin' | 'groupReader'>;

describe('a tail that has ended', () => {
  it('tells so to whoever listens only then, unless he has stopped listening', async () => {
    const warn = vi.fn();
    const tails = topicTails({ log, prefix: 'shop', logger: { warn } });
    const tail = await tails.hold('shop.orders');
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1));
    const gone = vi.fn();
    tail.listen({ batch: vi.fn(), ended: gone })();
    await new Promise<void>(ended => tail.listen({ batch: vi.fn(), ended }));
    expect(gone).not.toHaveBeenCalled();
    tail.release();
    await tails.stop();
  });
});
