import type { ReturnCase } from '../../schemas/types/orders.ts';
import type { LineQuantity } from '../../schemas/types/shared.ts';
import type { OrderDraft } from './model.ts';

type Line = OrderDraft['lines'][number];

/**
 * The returns, of which those are received that what came back covers, the oldest first. Refunds and stock follow what
 * came back and not these, so a return that is closed too early or too late costs nobody money.
 */
export function covered(returns: readonly ReturnCase[], lines: readonly Line[]): readonly ReturnCase[] {
  const free = new Map(lines.map(line => [line.line, freeOf(line, returns)]));
  return returns.map(one => {
    const enough = ({ line, quantity }: LineQuantity) =>
      (free.get(line) ?? 0) - quantityOf(one.unasked, line) >= quantity;
    if (one.status !== 'OPEN' || !one.lines.every(enough)) return one;
    for (const { line, quantity } of one.lines) free.set(line, (free.get(line) ?? 0) - quantity);
    return { ...one, status: 'RECEIVED' };
  });
}

/** Of a line, what is asked to come back and has not, and what came back though no return that is known asked for it. */
export function standingOf(line: Line, returns: readonly ReturnCase[]): { awaited: number; unasked: number } {
  const free = freeOf(line, returns);
  const open = returns.filter(({ status }) => status === 'OPEN');
  const asked = open.reduce((sum, one) => sum + quantityOf(one.lines, line.line), 0);
  const before = Math.max(0, ...open.map(one => quantityOf(one.unasked, line.line)));
  const came = Math.min(asked, Math.max(0, free - before));
  return { awaited: asked - came, unasked: Math.max(0, free - came) };
}

/** What came back of the line and was not what a received return asked for. */
const freeOf = ({ line, returnedQuantity }: Line, returns: readonly ReturnCase[]): number =>
  returns
    .filter(({ status }) => status === 'RECEIVED')
    .reduce((left, one) => left - quantityOf(one.lines, line), returnedQuantity);

const quantityOf = (quantities: readonly LineQuantity[], line: number): number =>
  quantities.find(one => one.line === line)?.quantity ?? 0;
