import type { Stock } from '../../schemas/types/stock.ts';

export type StockRow = {
  readonly sku: string;
  readonly version: number;
  readonly on_hand: number;
  readonly reserved: number;
  readonly received: number;
  readonly counted: number;
  readonly written_off: number;
  readonly restocked: number;
  readonly consumed: number;
  readonly changed_at: string;
};

export const project = (stock: Stock): StockRow => ({
  sku: stock.sku,
  version: stock.version,
  on_hand: stock.onHand,
  reserved: stock.reserved,
  received: stock.received,
  counted: stock.counted,
  written_off: stock.writtenOff,
  restocked: stock.restocked,
  consumed: stock.consumed,
  changed_at: new Date(stock.event.time).toISOString(),
});
