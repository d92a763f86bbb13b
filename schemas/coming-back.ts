import type { OrderLine, ReturnCase } from './types/orders.ts';
import type { LineQuantity } from './types/shared.ts';

type Line = Pick<OrderLine, 'line' | 'quantity' | 'returnedQuantity'>;
type Return = Pick<ReturnCase, 'lines' | 'unasked'> & { readonly status: string };

/** How many of a line can still be asked back: neither came back nor are awaited. */
export const leftOf = (line: Line, returns: readonly Return[]): number =>
  line.quantity - line.returnedQuantity - standingOf(line, returns).awaited;

/** Of a line, what is asked to come back and has not, and what came back though no return that is known asked for it. */
export function standingOf(
  line: Omit<Line, 'quantity'>,
  returns: readonly Return[],
): { readonly awaited: number; readonly unasked: number } {
  const free = freeOf(line, returns);
  const open = returns.filter(({ status }) => status === 'OPEN');
  const asked = open.reduce((sum, one) => sum + quantityOf(one.lines, line.line), 0);
  const before = Math.max(0, ...open.map(one => quantityOf(one.unasked, line.line)));
  const came = Math.min(asked, Math.max(0, free - before));
  return { awaited: asked - came, unasked: Math.max(0, free - came) };
}

/** What came back of the line and was not what a received return asked for. */
export const freeOf = ({ line, returnedQuantity }: Omit<Line, 'quantity'>, returns: readonly Return[]): number =>
  returns
    .filter(({ status }) => status === 'RECEIVED')
    .reduce((left, one) => left - quantityOf(one.lines, line), returnedQuantity);

export const quantityOf = (quantities: readonly LineQuantity[], line: number): number =>
  quantities.find(one => one.line === line)?.quantity ?? 0;
