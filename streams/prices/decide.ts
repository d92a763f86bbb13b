import type { DeadlineInput, Decision, Input } from '../../runtime/tasks/definition.ts';
import { overdueCode, passedOnce } from '../../runtime/tasks/patience.ts';
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
function overdue(price: Price, { deadline }: DeadlineInput, { now }: PriceContext): Decision<Price> {
  const patience = deadline.name === 'repair' ? waits.repair : waits.price;
  const code = overdueCode(deadline);
  return {
    state: { ...price, deadlines: passedOnce(price.deadlines, deadline, patience, now) },
    alarms: [code],
    ...(deadline.passes === 0 ? { what: 'OVERDUE', reason: code } : {}),
  };
}
