import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { Connection } from '../connect/connection.ts';
import { erasureFact } from './erased-fact.ts';

describe('what customers has said last', () => {
  it('given a stop while it is looked for, then it ends, and does not say that nobody is known', async () => {
    const log = createMemoryBroker().log('spec');
    await log.admin.createTopics([{ name: 'p.customers', partitions: 1, replication: 1, config: {} }]);
    const writer = await log.writer();
    await writer.append([{ topic: 'p.customers', key: Buffer.from('one'), value: Buffer.from('a fact') }]);
    const place = { log, prefix: 'p', wire: {} as Connection['wire'] };
    const stopping = new AbortController();
    await expect(erasureFact(place, 'other', stopping.signal)).rejects.toThrow(
      expect.objectContaining({ code: 'LP_ERASURE_CUSTOMER_UNKNOWN' }),
    );
    stopping.abort(new Error('stopped'));
    await expect(erasureFact(place, 'one', stopping.signal)).rejects.toThrow('stopped');
  });
});
