import { describe } from 'vitest';
import { adminCases } from './cases/admin.ts';
import { assignmentCases } from './cases/assignment.ts';
import { compactionCases } from './cases/compaction.ts';
import { fencingCases } from './cases/fencing.ts';
import { groupCases } from './cases/groups.ts';
import { readingCases } from './cases/reading.ts';
import { recordCases } from './cases/records.ts';
import { restartCases } from './cases/restart.ts';
import { takeoverCases } from './cases/takeover.ts';
import { transactionCases } from './cases/transactions.ts';
import { workerCases } from './cases/workers.ts';
import type { ContractHarness } from './harness.ts';
import { contractScope } from './scope.ts';

/** What every adapter of the log port must do. */
export function logContract(name: string, create: () => Promise<ContractHarness>): void {
  describe(`the log contract, ${name}`, () => {
    const scope = contractScope(create);
    recordCases(scope);
    transactionCases(scope);
    fencingCases(scope);
    readingCases(scope);
    groupCases(scope);
    assignmentCases(scope);
    takeoverCases(scope);
    workerCases(scope);
    compactionCases(scope);
    adminCases(scope);
  });
}

/** The same for a broker that restarts; it needs one that no other test uses. */
export function restartContract(name: string, create: () => Promise<ContractHarness>): void {
  describe(`the log contract over restarts, ${name}`, () => {
    restartCases(contractScope(create));
  });
}
