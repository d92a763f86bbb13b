import { describe, it } from 'vitest';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import { bringBack, deliverByThemselves, workOverAnOutage } from './testing/deliver-by-itself.ts';

describe('the warehouse stand-in', () => {
  it('given two of them and then a successor, when orders are confirmed, then each step is accepted once', async () => {
    const log = createMemoryBroker().log('shop');
    await deliverByThemselves(log, 'shop');
    await log.close();
  }, 60_000);

  it('given a failed delivery, then the parcel comes back by itself, once', async () => {
    const log = createMemoryBroker().log('shop');
    await bringBack(log, 'shop');
    await log.close();
  }, 60_000);

  it('given a broker that is away when something is to be reported, then it is reported afterwards', async () => {
    await workOverAnOutage(createMemoryBroker(), 'shop');
  }, 60_000);
});
