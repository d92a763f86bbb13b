import type { Context, Decision, Input } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { ProductRequest } from '../../schemas/types/product-requests.ts';
import type { Product } from '../../schemas/types/products.ts';
import { decidedOnce } from '../door.ts';
import { known } from '../known.ts';

export type ProductInputs = { 'product-requests': ProductRequest };
export type ProductContext = Context<Record<never, never>>;

export function decide(
  product: Product | null,
  input: Input<ProductInputs>,
  { now }: ProductContext,
): Decision<Product> {
  if (product !== null) known(product.status, 'status of the product');
  if (input.from !== 'product-requests') return {};
  const request = input.value;
  const type = known(request.type, 'type of the product request');
  const owner = { topic: input.from, owned: 'products', key: input.key, state: product, now };
  return decidedOnce(request, owner, () => {
    const state = type === 'PUT' ? put(product, request) : withdrawn(product);
    return typeof state === 'string' ? state : { state, what: type === 'PUT' ? 'PUT' : 'WITHDRAWN' };
  });
}

/** The product with its whole new content, or the code to reject it with. */
function put(product: Product | null, { sku, put: content }: ProductRequest): Draft<Product> | string {
  if (content === null) return 'body-missing';
  if (content.title === '') return 'title-missing';
  if (!Number.isSafeInteger(content.price.amount) || content.price.amount < 0) return 'amount-invalid';
  if (!/^[A-Z]{3}$/.test(content.price.currency)) return 'currency-invalid';
  const { title, artist, album, genre, format, price } = content;
  const { requests, deadlines, effects } = product ?? { requests: [], deadlines: [], effects: [] };
  return { sku, status: 'ACTIVE', title, artist, album, genre, format, price, requests, deadlines, effects };
}

function withdrawn(product: Product | null): Draft<Product> | string {
  if (product === null) return 'unknown-sku';
  return product.status === 'WITHDRAWN' ? 'already-withdrawn' : { ...product, status: 'WITHDRAWN' };
}
