import type { StockBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

export type StockReceiptKind = 'RECEIVED' | 'COUNTED' | 'WRITTEN_OFF';

/** What the warehouse received, counted or wrote off of one product. */
export const stockReceipt = (
  asking: Asking,
  sku: string,
  type: StockReceiptKind,
  body: StockBody,
): Request<'stock-receipts'> => ({
  topic: 'stock-receipts',
  key: sku,
  value: {
    ...common(asking, `stock-receipt.${type.toLowerCase().replace('_', '-')}`, asking.id),
    sku,
    type,
    quantity: body.quantity,
    reference: body.reference ?? null,
    reasonCode: body.reasonCode ?? null,
  },
});
