import { bodyHash } from '../../api/requests/body-hash.ts';
import { putProduct } from '../../api/requests/products.ts';
import type { Product } from '../../schemas/types/products.ts';
import type { Fingerprints, Known } from './fingerprints.ts';
import { contentPrint, upserting } from './upsert.ts';
import type { ImportOf, Judge } from './verdict.ts';

export function productJudge(of: ImportOf, known: Fingerprints): Judge<'products'> {
  const judge = upserting('products', of, known);
  return {
    decide: ({ sku, ...body }, line) =>
      judge({
        key: sku,
        field: '/sku',
        content: contentOf(body),
        hash: bodyHash(body),
        line,
        request: asking => putProduct(asking, sku, body),
      }),
  };
}

/** A withdrawn product is sold again by a file that holds it, so its content counts as another. */
export const knownProduct = (product: Product): Known => ({
  content: product.status === 'ACTIVE' ? contentPrint(contentOf(product)) : 0n,
  version: product.version,
  line: 0,
  closed: 0,
});

type Content = Pick<Product, 'title' | 'artist' | 'album' | 'genre' | 'format' | 'price'>;

const contentOf = ({ title, artist, album, genre, format, price }: Content): Content => ({
  title,
  artist,
  album,
  genre,
  format,
  price,
});
