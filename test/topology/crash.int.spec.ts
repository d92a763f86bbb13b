import { describe, inject, it } from 'vitest';
import { kafkajsHarness } from '../../runtime/log/kafkajs/testing/harness.ts';
import { killOneOfTwo } from './crash.ts';

describe('two processes that share the shop, on a real broker', () => {
  it('given that one is killed in the middle, then the other one brings every order to its end, and nothing is doubled', async () => {
    const harness = kafkajsHarness({ brokers: inject('kafkaBrokers') });
    await killOneOfTwo(harness, `crash-${Date.now().toString(36)}`);
    await harness.close();
  }, 180_000);
});
