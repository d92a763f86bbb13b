import type { ProductBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

/** Puts a product's whole content, whether it is new or known. */
export const putProduct = (asking: Asking, sku: string, body: ProductBody): Request<'product-requests'> => ({
  topic: 'product-requests',
  key: sku,
  value: {
    ...common(asking, 'product-request.put', asking.id),
    sku,
    type: 'PUT',
    put: {
      title: body.title,
      artist: body.artist,
      album: body.album ?? null,
      genre: body.genre ?? null,
      format: body.format,
      price: body.price,
    },
    withdraw: null,
  },
});

/** It is no longer sold. */
export const withdrawProduct = (
  asking: Asking,
  sku: string,
  body: { readonly reasonCode?: string | null } = {},
): Request<'product-requests'> => ({
  topic: 'product-requests',
  key: sku,
  value: {
    ...common(asking, 'product-request.withdraw', asking.id),
    sku,
    type: 'WITHDRAW',
    put: null,
    withdraw: { reasonCode: body.reasonCode ?? null },
  },
});
