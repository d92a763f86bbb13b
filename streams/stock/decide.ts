import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { booked } from './book.ts';
import type { StockContext, StockInputs } from './model.ts';
import { received } from './receive.ts';

export function decide(stock: Stock | null, input: Input<StockInputs>, context: StockContext): Decision<Stock> {
  switch (input.from) {
    case 'stock-requests':
      return booked(stock, input.value, context);
    case 'stock-receipts':
      return received(stock, input.value);
    case 'deadline':
    case 'effect':
      return {};
  }
}
