import type { Money } from '../../schemas/types/shared.ts';
import { money } from '../money.ts';

/** What points are worth, in minor units (cents). One rule for every currency: a point is a hundredth of what was paid. */
const RATES = {
  /** Minor units to be spent and kept for one point. Changed, points of old orders are taken back at the new rate. */
  earnPer: 100,
  /** Minor units that one point takes off. */
  worth: 1,
  /** Points that a customer has from the start. Changed, it holds for those who enrol from then on. */
  start: 200,
} as const;

/** Points that a customer begins with. */
export const STARTING_POINTS = RATES.start;

/** Points for goods of this value that were delivered and kept. */
export const pointsFor = (kept: Money | null): number => Math.max(0, Math.floor((kept?.amount ?? 0) / RATES.earnPer));

/** What so many points take off an order that costs this; never more than it costs. */
export const discountOf = (points: number, subtotal: Money): Money =>
  money(Math.min(points * RATES.worth, subtotal.amount), subtotal.currency);

/** Of these points, those that such an order can use: more would be spent for nothing. */
export const usable = (points: number, subtotal: Money): number =>
  Math.min(points, Math.ceil(subtotal.amount / RATES.worth));
