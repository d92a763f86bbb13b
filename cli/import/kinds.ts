import { customerJudge } from './customers.ts';
import type { ImportFile } from './file.ts';
import { knownCustomers, knownProducts, type Shop } from './known.ts';
import { orderJudge } from './orders.ts';
import { personalHash } from './personal-hash.ts';
import { productJudge } from './products.ts';
import type { KindName } from './shapes.ts';
import { stockJudge } from './stock.ts';
import type { ImportOf, Judge } from './verdict.ts';

export type Kind<K extends KindName> = {
  /** Who decides its requests, and where they are sent. */
  readonly processor: string;
  readonly requestTopic: string;
  /** Learns what has to be known before the first line. */
  readonly judge: (of: ImportOf, shop: Shop, file: ImportFile, signal: AbortSignal) => Promise<Judge<K>>;
};

export const kinds: { readonly [K in KindName]: Kind<K> } = {
  products: {
    processor: 'catalogue',
    requestTopic: 'product-requests',
    judge: async (of, shop, _, signal) => productJudge(of, await knownProducts(shop, signal)),
  },
  customers: {
    processor: 'customers',
    requestTopic: 'customer-requests',
    judge: async (of, shop, _, signal) =>
      customerJudge(of, await knownCustomers(shop, signal), personalHash(shop.vault)),
  },
  stock: {
    processor: 'stock',
    requestTopic: 'stock-receipts',
    // Without a size it cannot be read twice: then every line has to have a receiptId.
    judge: async (of, _, file, signal) => stockJudge(of, file.size === null ? null : await file.digest(signal)),
  },
  orders: {
    processor: 'orders',
    requestTopic: 'order-requests',
    judge: async (of, shop) => orderJudge(of, personalHash(shop.vault)),
  },
};
