const ENDS: ReadonlySet<string> = new Set(['DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED']);

/** Whether an order may stay in that state for ever. */
export const isEnd = (status: string): boolean => ENDS.has(status);
