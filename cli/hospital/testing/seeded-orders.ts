import type { EffectAnswer } from '../../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../../runtime/tasks/fat-event.ts';
import { namesOf } from '../../load/names.ts';
import { planOrder } from '../../load/plan.ts';

export const ORDERS = 24;
/** A seed whose orders end alike whenever they are decided: none is cancelled, and nothing is scarce. */
export const SEED = Array.from({ length: 2_000 }, (_, n) => n + 1).find(seed => {
  const names = namesOf(seed);
  const plans = Array.from({ length: ORDERS }, (_, index) => planOrder(names, index));
  const calm = ({ cancel, lines }: (typeof plans)[number]) =>
    cancel === null && lines.every(({ sku }) => sku.startsWith(names.title(0).slice(0, -1)));
  return plans.every(calm) && hit(seed).length >= 3;
}) as number;

export const names = namesOf(SEED);
export const product = names.title(0);

/** Declines the cards of those whom the load calls so. */
export const provider = ({ kind, id }: PendingEffect): EffectAnswer =>
  kind === 'authorise' && declined.has(id.slice(0, id.indexOf('/')))
    ? { status: 'refused', code: 'card-declined' }
    : { status: 'done', reference: `ref-${id}` };

const declined = new Set(
  Array.from({ length: ORDERS }, (_, index) => planOrder(names, index))
    .filter(({ customerId }) => customerId.startsWith('declined-'))
    .map(({ orderId }) => orderId),
);

/** Orders of the seed with the product. */
export function hit(seed: number): readonly number[] {
  const all = Array.from({ length: ORDERS }, (_, index) => index);
  const of = namesOf(seed);
  return all.filter(index => planOrder(of, index).lines.some(({ sku }) => sku === of.title(0)));
}
