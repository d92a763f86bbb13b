import { randomBytes } from 'node:crypto';
import { describe, inject } from 'vitest';
import { kafkajsHarness } from '../../runtime/log/kafkajs/testing/harness.ts';
import { hospitalFaults } from './faults.ts';

describe('the hospital, on a real broker', () => {
  hospitalFaults(
    async () => kafkajsHarness({ brokers: inject('kafkaBrokers') }),
    () => `hospital-${randomBytes(4).toString('hex')}`,
  );
}, 120_000);
