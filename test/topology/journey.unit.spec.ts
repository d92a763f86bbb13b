import { describe, it } from 'vitest';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import { deliverOneOrder } from './journey.ts';

describe('the whole topology on the memory log', () => {
  it('given a product, a customer and stock, when an order is placed and the warehouse works, then it is delivered', async () => {
    const log = createMemoryBroker().log('shop');
    await deliverOneOrder(log, 'shop');
    await log.close();
  }, 60_000);
});
