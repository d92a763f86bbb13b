import type { Decision, RequestOut } from '../../runtime/tasks/definition.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import type { StockReply } from '../../schemas/types/stock-replies.ts';
import type { StockRequest } from '../../schemas/types/stock-requests.ts';
import { known } from '../known.ts';
import { availableOf, nothingOf, type StockContext, type StockDraft } from './model.ts';
import { holds, markOf, withMarks } from './ring.ts';

type Verb = Exclude<StockRequest['type'], 'UNKNOWN'>;

/** Applies a request of allocations once, and answers it, also where it changes nothing. */
export function booked(stock: Stock | null, request: StockRequest, { version }: StockContext): Decision<Stock> {
  const verb = known(request.type, 'type of the stock request');
  const before = stock ?? nothingOf(request.sku);
  const mark = markOf(request.event.id);
  if (stock !== null && holds(stock.applied, mark)) {
    return { requests: [reply(request, stock, stock.version, 'REPEATED', null)] };
  }
  const reason = refusalOf(before, verb, request.quantity);
  const after = reason === null ? { ...before, ...changeOf(before, verb, request.quantity) } : before;
  const state = { ...after, applied: withMarks(before.applied, mark) };
  const answer = reason === null ? 'DONE' : 'REFUSED';
  return {
    state,
    requests: [reply(request, state, version, answer, reason)],
    what: reason === null ? DONE[verb] : 'REFUSED',
    ...(reason === null ? {} : { reason }),
  };
}

const DONE = { RESERVE: 'RESERVED', RELEASE: 'RELEASED', CONSUME: 'CONSUMED', RESTOCK: 'RESTOCKED' } as const;

/** Why not: for what is to be reserved there may be too little. What was never reserved can't be given back or taken. */
function refusalOf(stock: StockDraft, verb: Verb, quantity: number): string | null {
  if (!Number.isSafeInteger(quantity) || quantity < 1) return 'quantity-invalid';
  switch (verb) {
    case 'RESERVE':
      return quantity > availableOf(stock) ? 'insufficient-stock' : null;
    case 'RELEASE':
    case 'CONSUME':
      return quantity > stock.reserved ? 'not-reserved' : null;
    case 'RESTOCK':
      return quantity > stock.consumed - stock.restocked ? 'not-consumed' : null;
  }
}

function changeOf({ onHand, reserved, consumed, restocked }: StockDraft, verb: Verb, quantity: number) {
  switch (verb) {
    case 'RESERVE':
      return { reserved: reserved + quantity };
    case 'RELEASE':
      return { reserved: reserved - quantity };
    case 'CONSUME':
      return { onHand: onHand - quantity, reserved: reserved - quantity, consumed: consumed + quantity };
    case 'RESTOCK':
      return { onHand: onHand + quantity, restocked: restocked + quantity };
  }
}

function reply(
  { event, orderId, sku, line, type, quantity }: StockRequest,
  stock: StockDraft,
  stockVersion: number,
  answer: StockReply['answer'],
  reason: string | null,
): RequestOut {
  const value: Omit<StockReply, 'event'> = {
    orderId,
    requestId: event.id,
    sku,
    line,
    type,
    answer,
    quantity,
    available: availableOf(stock),
    stockVersion,
    reason,
  };
  const id = `${event.id}/${answer === 'REPEATED' ? 'repeated' : 'reply'}`;
  return { topic: 'stock-replies', key: orderId, id, type: `longplay.stock.${answer.toLowerCase()}`, value };
}
