import type { Decision } from '../../runtime/tasks/definition.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import { accepted, askedBy, atTheDoor, rejected } from '../door.ts';
import { known } from '../known.ts';
import { nothingOf, type StockDraft } from './model.ts';
import { holds, markOf, withMarks } from './ring.ts';

/** Goods that the warehouse received, counted or wrote off. */
export function received(stock: Stock | null, receipt: StockReceipt): Decision<Stock> {
  known(receipt.type, 'type of the stock receipt');
  const asked = askedBy('stock-receipts', receipt);
  const before = stock ?? nothingOf(receipt.sku);
  // The body has a mark of its own, since a ring can only tell that an id was there, not with what.
  const marks = [markOf(asked.id), markOf(`${asked.id} ${asked.bodyHash}`)] as const;
  const isKnown = stock !== null && holds(stock.applied, marks[0]);
  if (isKnown && holds(stock.applied, marks[1])) return {};
  const owned = { topic: 'stock', key: receipt.sku, version: stock?.version ?? 0, requests: [] };
  const door = isKnown ? { reject: 'idempotency-key-reused' } : atTheDoor(asked, owned);
  const change = door === null ? changeOf(before, receipt) : door === 'repeat' ? null : door.reject;
  if (change === null) return {};
  const state = { ...before, applied: withMarks(before.applied, ...marks) };
  if (typeof change === 'string') {
    return { state, what: `${asked.type}_REFUSED`, reason: change, outcomes: [rejected(asked, change)] };
  }
  return { state: { ...state, ...change }, what: asked.type, outcomes: [accepted(asked)] };
}

/** What it changes, or the code to reject it with. What is reserved stays: an order has to be cancelled to set it free. */
function changeOf(stock: StockDraft, { type, quantity }: StockReceipt): Partial<StockDraft> | string {
  if (!Number.isSafeInteger(quantity) || quantity < (type === 'COUNTED' ? 0 : 1)) return 'quantity-invalid';
  const difference = type === 'RECEIVED' ? quantity : type === 'COUNTED' ? quantity - stock.onHand : -quantity;
  const onHand = stock.onHand + difference;
  if (!Number.isSafeInteger(onHand)) return 'quantity-invalid';
  if (onHand < stock.reserved) return 'below-reserved';
  switch (type) {
    case 'RECEIVED':
      return { onHand, received: stock.received + quantity };
    case 'COUNTED':
      return { onHand, counted: stock.counted + difference };
    default:
      return { onHand, writtenOff: stock.writtenOff + quantity };
  }
}
