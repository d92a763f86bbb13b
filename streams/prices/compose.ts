import type { FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { known } from '../known.ts';
import type { PricingJob } from './model/simulate.ts';

/**
 * What a pending price is worked out from: all of it is in the state, so every attempt comes to the same.
 *
 * @throws where the state does not hold it.
 */
export function composePrice(effect: PendingEffect, state: FatEvent): PricingJob {
  // Only the processor of prices intends them.
  const { asked, positionId } = state as Price;
  if (asked === null) throw new Error(`there is no price ${effect.id} to be worked out`);
  const { quote, terms } = asked;
  const { strike, barrier, expiryDays } = terms;
  return {
    kind: known(terms.kind, 'kind of the position'),
    spot: quote.price.amount,
    volatility: quote.volatility,
    strike,
    barrier,
    expiryDays,
    seed: `${positionId}/${asked.number}`,
  };
}

/** What of a job’s value becomes its answer. Throws where it is none. */
export function readPrice(value: unknown): { readonly price: string } {
  if (!Number.isSafeInteger(value)) throw new Error(`the model answered ${String(value)}`);
  return { price: String(value) };
}
