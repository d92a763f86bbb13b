import type { DeadlineInput, Decision, Input } from '../../runtime/tasks/definition.ts';
import { reminded } from '../../runtime/tasks/patience.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { known } from '../known.ts';
import { answered } from './answer.ts';
import { asked } from './ask.ts';
import { type PriceContext, type PriceInputs, waits } from './model.ts';

export function decide(price: Price | null, input: Input<PriceInputs>, context: PriceContext): Decision<Price> {
  if (price !== null) known(price.status, 'status of the price');
  switch (input.from) {
    case 'pricing-requests':
      return asked(price, input.value, context);
    case 'effect':
      return price === null ? {} : answered(price, input, context);
    case 'deadline':
      return price === null ? {} : overdue(price, input, context);
  }
}

/** It stays owed; a job that is under way is not called off for it. */
const overdue = (price: Price, input: DeadlineInput, { now }: PriceContext): Decision<Price> =>
  reminded(price, input, input.deadline.name === 'repair' ? waits.repair : waits.price, now);
