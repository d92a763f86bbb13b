import { describe, inject, it } from 'vitest';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { deliverOneOrder } from './journey.ts';

describe('the whole topology on a real broker', () => {
  it('given a product, a customer and stock, when an order is placed and the warehouse works, then it is delivered', async () => {
    const logger = createLogger({ level: 'warn' });
    const log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'journey', logger });
    await deliverOneOrder(log, `journey-${Date.now().toString(36)}`);
    await log.close();
  }, 120_000);
});
