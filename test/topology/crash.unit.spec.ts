import { describe, it } from 'vitest';
import { memoryHarness } from '../contract/memory-harness.ts';
import { killOneOfTwo } from './crash.ts';

describe('two processes that share the shop, on the memory log', () => {
  it('given that one is killed in the middle, then the other one brings every order to its end, and nothing is doubled', async () => {
    const harness = await memoryHarness();
    await killOneOfTwo({ ...harness, patience: 10_000 }, 'shop');
    await harness.close();
  }, 40_000);
});
