import { freeOf, quantityOf } from '../../schemas/coming-back.ts';
import type { ReturnCase } from '../../schemas/types/orders.ts';
import type { LineQuantity } from '../../schemas/types/shared.ts';
import type { OrderDraft } from './model.ts';

/**
 * The returns, of which those are received that what came back covers, the oldest first. Refunds and stock follow what
 * came back and not these, so a return that is closed too early or too late costs nobody money.
 */
export function covered(
  returns: readonly ReturnCase[],
  lines: readonly OrderDraft['lines'][number][],
): readonly ReturnCase[] {
  const free = new Map(lines.map(line => [line.line, freeOf(line, returns)]));
  return returns.map(one => {
    const enough = ({ line, quantity }: LineQuantity) =>
      (free.get(line) ?? 0) - quantityOf(one.unasked, line) >= quantity;
    if (one.status !== 'OPEN' || !one.lines.every(enough)) return one;
    for (const { line, quantity } of one.lines) free.set(line, (free.get(line) ?? 0) - quantity);
    return { ...one, status: 'RECEIVED' };
  });
}
