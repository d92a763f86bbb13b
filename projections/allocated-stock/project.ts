import type { Contributed } from '../../runtime/projector/definition.ts';
import type { Allocation, AllocationLine } from '../../schemas/types/allocations.ts';
import type { StockRequestType } from '../../schemas/types/shared.ts';

/** What each line holds by stock's last answer, and what it has asked for since. */
export const project = ({ version, lines }: Allocation): Contributed => ({
  version,
  contributions: lines.map(({ sku, quantity, status, restockedQuantity, asked }) => ({
    sku,
    reserved: status === 'RESERVED' ? quantity : 0,
    consumed: TAKEN.has(status) ? quantity - restockedQuantity : 0,
    reserving: askedOf('RESERVE', asked),
    releasing: askedOf('RELEASE', asked),
    consuming: askedOf('CONSUME', asked),
    restocking: askedOf('RESTOCK', asked),
  })),
});

const TAKEN: ReadonlySet<AllocationLine['status']> = new Set(['CONSUMED', 'RESTOCKED']);

const askedOf = (type: StockRequestType, asked: AllocationLine['asked']): number =>
  asked?.type === type ? asked.quantity : 0;
