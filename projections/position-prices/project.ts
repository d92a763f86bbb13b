import type { Price } from '../../schemas/types/prices.ts';
import { kept } from '../kept.ts';

const DOCUMENT = [
  'price',
  'value',
  'asked',
  'of',
  'pricedAt',
  'tries',
  'failure',
  'askedCount',
  'pricedCount',
  'overtakenCount',
  'failedCount',
] as const;

export type PositionDocument = Pick<Price, (typeof DOCUMENT)[number]>;

export type PositionPriceRow = {
  readonly position_id: string;
  readonly version: number;
  readonly instrument_id: string;
  readonly portfolio_id: string;
  readonly status: Price['status'];
  readonly stale: boolean;
  readonly changed_at: string;
  readonly document: PositionDocument;
};

export const project = (price: Price): PositionPriceRow => ({
  position_id: price.positionId,
  version: price.version,
  instrument_id: price.instrumentId,
  portfolio_id: price.portfolioId,
  status: price.status,
  stale: price.stale,
  changed_at: new Date(price.event.time).toISOString(),
  document: kept(price, DOCUMENT),
});
