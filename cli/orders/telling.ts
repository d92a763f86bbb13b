import { InvalidArgumentError } from 'commander';
import { LongplayError } from '../../runtime/errors.ts';
import type { Answered } from '../../runtime/hospital/treatment/outcomes.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { money } from '../import/report.ts';
import { printable } from '../plain-text.ts';

export type Line = { readonly line: number; readonly quantity: number };

/** `2` or `2:1`: all of the line, or so many of it. */
export type WantedLine = { readonly line: number; readonly quantity: number | null };

/** What is asked of an order; `lines` null: all that has not come back. */
export type Wanted =
  | { readonly what: 'cancel' }
  | { readonly what: 'return'; readonly lines: readonly WantedLine[] | null };

export type Ordered = Pick<Order, 'orderId' | 'version' | 'status' | 'lines' | 'total'>;

/** An argument of `--line`. */
export function wantedLine(text: string): WantedLine {
  const [, line, quantity] = /^([1-9]\d{0,8})(?::([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (line === undefined) throw new InvalidArgumentError('It has to be a line, or LINE:QUANTITY, such as 2:1.');
  return { line: Number(line), quantity: quantity === undefined ? null : Number(quantity) };
}

/** How many of a line the customer has. */
const left = ({ quantity, returnedQuantity }: Order['lines'][number]): number => quantity - returnedQuantity;

/**
 * The lines to come back. Whether they may is decided by the order itself.
 *
 * @throws LP_CLI_USAGE where the order has no such line, or nothing is left to come back.
 */
export function linesOf(
  { orderId, lines }: Pick<Order, 'orderId' | 'lines'>,
  wanted: readonly WantedLine[] | null,
): Line[] {
  const all = wanted ?? lines.map(({ line }) => ({ line, quantity: null }));
  const found = all.map(({ line, quantity }) => {
    const ordered = lines.find(one => one.line === line);
    if (ordered === undefined) throw new LongplayError('LP_CLI_USAGE', `${orderId} has no line ${line}.`);
    return { line, quantity: quantity ?? left(ordered) };
  });
  const some = found.filter(({ quantity }) => quantity > 0);
  if (some.length === 0) throw new LongplayError('LP_CLI_USAGE', `All of ${orderId} has come back already.`);
  return some;
}

/** What would be asked, and of how much, as it stands now. */
export function askedText(order: Ordered, lines: readonly Line[] | null): string {
  const { orderId, status, version, total } = order;
  const told = order.lines.map(one => {
    const back = lines?.find(({ line }) => line === one.line)?.quantity;
    const what = lines === null ? '' : back === undefined ? ', stays' : `, ${back} to come back`;
    return `  line ${one.line}: ${one.quantity} of ${printable(one.sku)}, ${printable(one.title)}${what}`;
  });
  return `${[`${orderId} is ${status} (version ${version}), to pay ${total === null ? 'nobody knows yet' : money(Number(total.amount), total.currency)}`, ...told].join('\n')}\n`;
}

/** What became of it. `answer` undefined: nobody has answered in time. */
export function answerText(orderId: string, { what }: Wanted, answer: Answered | undefined): string {
  if (answer === undefined) {
    return 'orders has not decided it yet; is it running, and shipping too? It was asked, and is decided when they run.';
  }
  if (!answer.accepted) return `orders has rejected it: ${answer.reason ?? 'unknown'}`;
  return what === 'cancel'
    ? `${orderId} is cancelled: stock and money are given back by their owners.`
    : `${orderId} waits for what comes back: what the warehouse receives is refunded.`;
}
