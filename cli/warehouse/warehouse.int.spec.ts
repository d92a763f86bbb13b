import { describe, inject, it } from 'vitest';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { deliverByThemselves } from './testing/deliver-by-itself.ts';

describe('the warehouse stand-in on a real broker', () => {
  it('given two of them and then a successor, when orders are confirmed, then each step is accepted once', async () => {
    const logger = createLogger({ level: 'warn' });
    const log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: 'warehouse', logger });
    await deliverByThemselves(log, `warehouse-${Date.now().toString(36)}`);
    await log.close();
  }, 120_000);
});
