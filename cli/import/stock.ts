import { bodyHash } from '../../api/requests/body-hash.ts';
import { stockReceipt } from '../../api/requests/stock.ts';
import { askingOf, type ImportOf, type Judge, requestId, storyOf } from './verdict.ts';

/**
 * Every line is a receipt of its own. One with a receiptId is known by it (and by its sku: a delivery note lists many),
 * in whatever file it stands. Others are known by the content of the whole file and their line in it: so the same file
 * under another name brings nothing new, two equal lines of it are two receipts, and tomorrow's delivery of the same
 * goods is not taken for today's, as it would be if the line alone were compared.
 *
 * `digest` null: the file cannot be read twice.
 */
export function stockJudge(of: ImportOf, digest: string | null): Judge<'stock'> {
  const decide: Judge<'stock'>['decide'] = ({ sku, quantity, receiptId, reference }, line) => {
    if (receiptId === null && digest === null) {
      return { refused: [{ field: '/receiptId', reason: 'is needed where the import reads from a pipe' }] };
    }
    const body = { quantity, reference };
    const id =
      receiptId === null
        ? requestId('stock', 'file', digest, line, of.again)
        : requestId('stock', 'receipt', receiptId, sku, of.again);
    return { send: stockReceipt(askingOf(of, id, bodyHash(body), storyOf(of.run, line)), sku, 'RECEIVED', body) };
  };
  return { decide };
}
