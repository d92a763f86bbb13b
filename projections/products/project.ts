import type { Product } from '../../schemas/types/products.ts';

export type ProductRow = {
  readonly sku: string;
  readonly version: number;
  readonly status: Product['status'];
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  readonly genre: string | null;
  readonly format: string;
  readonly price_amount: number | null;
  readonly price_currency: string | null;
  readonly changed_at: string;
};

export const project = ({
  sku,
  version,
  status,
  title,
  artist,
  album,
  genre,
  format,
  price,
  event,
}: Product): ProductRow => ({
  sku,
  version,
  status,
  title,
  artist,
  album,
  genre,
  format,
  price_amount: price?.amount ?? null,
  price_currency: price?.currency ?? null,
  changed_at: new Date(event.time).toISOString(),
});
