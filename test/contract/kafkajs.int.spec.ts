import { inject } from 'vitest';
import { kafkajsHarness } from '../../runtime/log/kafkajs/testing/harness.ts';
import { logContract } from './suite.ts';

logContract('kafkajs', async () => kafkajsHarness({ brokers: inject('kafkaBrokers') }));
