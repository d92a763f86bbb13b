import { memoryHarness } from './memory-harness.ts';
import { logContract, restartContract } from './suite.ts';

logContract('memory', memoryHarness);
restartContract('memory', memoryHarness);
