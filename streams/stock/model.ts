import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import type { StockRequest } from '../../schemas/types/stock-requests.ts';

export type StockInputs = { 'stock-requests': StockRequest; 'stock-receipts': StockReceipt };
export type StockContext = Context<Record<never, never>>;
export type StockDraft = Draft<Stock>;

export const availableOf = ({ onHand, reserved }: StockDraft): number => onHand - reserved;

export const nothingOf = (sku: string): StockDraft => ({
  sku,
  onHand: 0,
  reserved: 0,
  received: 0,
  counted: 0,
  writtenOff: 0,
  restocked: 0,
  consumed: 0,
  applied: Buffer.alloc(0),
  deadlines: [],
  effects: [],
});
