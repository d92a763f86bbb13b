import { InvalidArgumentError } from 'commander';
import type { Answered } from '../../runtime/hospital/treatment/outcomes.ts';
import { leftOf, standingOf } from '../../schemas/coming-back.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { money } from '../import/report.ts';
import { printable } from '../plain-text.ts';
import { againText } from './again.ts';

export type Line = { readonly line: number; readonly quantity: number };

/** `2` or `2:1`: all of the line, or so many of it. */
export type WantedLine = { readonly line: number; readonly quantity: number | null };

/** What is asked of an order; `lines` null: all that has not come back and is not awaited. */
export type Wanted =
  | { readonly what: 'cancel' }
  | { readonly what: 'return'; readonly lines: readonly WantedLine[] | null };

export type Ordered = Pick<Order, 'orderId' | 'version' | 'status' | 'lines' | 'returns' | 'total'>;

/** An argument of `--line`. */
export function wantedLine(text: string): WantedLine {
  const [, line, quantity] = /^([1-9]\d{0,8})(?::([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (line === undefined) throw new InvalidArgumentError('It has to be a line, or LINE:QUANTITY, such as 2:1.');
  return { line: Number(line), quantity: quantity === undefined ? null : Number(quantity) };
}

/**
 * The lines to come back, or in words why there are none: a line that the order does not have, or of which nothing is
 * left. Whether the others may is decided by the order itself.
 */
export function linesOf(
  { orderId, lines, returns }: Pick<Order, 'orderId' | 'lines' | 'returns'>,
  wanted: readonly WantedLine[] | null,
): readonly Line[] | string {
  if (wanted === null) {
    const all = lines.map(one => ({ line: one.line, quantity: leftOf(one, returns) }));
    const some = all.filter(({ quantity }) => quantity > 0);
    return some.length > 0 ? some : `Nothing of ${orderId} is left to come back: all has come back, or is awaited.`;
  }
  const faults = wanted.flatMap(({ line }) => faultOf(orderId, line, lines, returns) ?? []);
  if (faults.length > 0) return faults.join('\n');
  return wanted.map(({ line, quantity }) => {
    const ordered = lines.find(one => one.line === line) as Order['lines'][number];
    return { line, quantity: quantity ?? leftOf(ordered, returns) };
  });
}

function faultOf(orderId: string, line: number, lines: Order['lines'], returns: Order['returns']): string | null {
  const ordered = lines.find(one => one.line === line);
  if (ordered === undefined) return `${orderId} has no line ${line}.`;
  if (leftOf(ordered, returns) > 0) return null;
  const { quantity, returnedQuantity } = ordered;
  const { awaited } = standingOf(ordered, returns);
  return `Nothing of line ${line} of ${orderId} is left to come back: of ${quantity}, ${returnedQuantity} came back and ${awaited} ${awaited === 1 ? 'is' : 'are'} awaited.`;
}

/** What would be asked, and of how much, as it stands now. */
export function askedText(order: Ordered, lines: readonly Line[] | null): string {
  const { orderId, status, version, total } = order;
  const told = order.lines.map(one => {
    const back = lines?.find(({ line }) => line === one.line)?.quantity;
    const stays = leftOf(one, order.returns) > 0 ? ', stays' : ', has come back or is awaited';
    const what = lines === null ? '' : back === undefined ? stays : `, ${back} to come back`;
    return `  line ${one.line}: ${one.quantity} of ${printable(one.sku)}, ${printable(one.title)}${what}`;
  });
  return `${[`${orderId} is ${status} (version ${version}), to pay ${total === null ? 'nobody knows yet' : money(Number(total.amount), total.currency)}`, ...told].join('\n')}\n`;
}

/** What became of it. `answer` undefined: nobody has answered in time. */
export function answerText(
  orderId: string,
  { what }: Wanted,
  answer: Pick<Answered, 'accepted' | 'reason'> | undefined,
  requestId: string,
): string {
  if (answer === undefined) {
    return `orders has not decided it yet; is it running, and shipping too? It was asked, and is decided when they run.\n${againText(requestId)}`;
  }
  if (answer.reason === 'idempotency-key-reused') {
    return `${requestId} has asked ${orderId} for something else before, so that nothing is done: leave --request-id out.`;
  }
  if (!answer.accepted) return `orders has rejected it: ${answer.reason ?? 'unknown'}`;
  return what === 'cancel'
    ? `${orderId} is cancelled: stock and money are given back by their owners.`
    : `${orderId} waits for what comes back: what the warehouse receives is refunded.`;
}
