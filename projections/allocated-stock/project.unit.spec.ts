import { expect, it } from 'vitest';
import type { AllocationLine } from '../../schemas/types/allocations.ts';
import { allocation, allocationLine } from '../../streams/testing/records.ts';
import { project } from './project.ts';

const nothing = { reserved: 0, consumed: 0, reserving: 0, releasing: 0, consuming: 0, restocking: 0 };
const ask = (type: 'RESERVE' | 'RELEASE' | 'CONSUME' | 'RESTOCK', quantity: number) => ({
  asked: { requestId: 'r', type, quantity, since: 1 },
});

it.each<[Partial<AllocationLine>, Partial<typeof nothing>]>([
  [{ status: 'REQUESTED', ...ask('RESERVE', 3) }, { reserving: 3 }],
  [{ status: 'RESERVED' }, { reserved: 3 }],
  [
    { status: 'RESERVED', ...ask('RELEASE', 3) },
    { reserved: 3, releasing: 3 },
  ],
  [
    { status: 'RESERVED', ...ask('CONSUME', 3) },
    { reserved: 3, consuming: 3 },
  ],
  [{ status: 'SHORT' }, {}],
  [{ status: 'RELEASED' }, {}],
  [{ status: 'CONSUMED' }, { consumed: 3 }],
  [
    { status: 'CONSUMED', ...ask('RESTOCK', 2) },
    { consumed: 3, restocking: 2 },
  ],
  [{ status: 'RESTOCKED', restockedQuantity: 2 }, { consumed: 1 }],
])('given a line of three that is %o, then it holds %o', (line, held) => {
  const fact = allocation('ALLOCATED', { lines: [allocationLine(1, { quantity: 3, ...line })] });
  expect(project(fact).contributions).toEqual([{ sku: 'lp-1', ...nothing, ...held }]);
});
