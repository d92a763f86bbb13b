import { describe } from 'vitest';
import { memoryHarness } from '../contract/memory-harness.ts';
import { hospitalFaults } from './faults.ts';

describe('the hospital, on the memory log', () => {
  hospitalFaults(
    async () => ({ ...(await memoryHarness()), patience: 20_000 }),
    () => 'p',
  );
}, 60_000);
