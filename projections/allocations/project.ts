import type { Allocation } from '../../schemas/types/allocations.ts';

export type AllocationDocument = Pick<Allocation, 'version' | 'status' | 'lines' | 'history' | 'deadlines'>;

export type AllocationRow = {
  readonly order_id: string;
  readonly version: number;
  readonly status: Allocation['status'];
  readonly changed_at: string;
  readonly document: AllocationDocument;
};

export function project({ orderId, version, status, lines, history, deadlines, event }: Allocation): AllocationRow {
  return {
    order_id: orderId,
    version,
    status,
    changed_at: new Date(event.time).toISOString(),
    document: { version, status, lines, history, deadlines },
  };
}
