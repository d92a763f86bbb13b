import type { DeadlineInput, Decision, Input } from '../../runtime/tasks/definition.ts';
import { passedOnce, reminded } from '../../runtime/tasks/patience.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import { known } from '../known.ts';
import { advanced } from './advance.ts';
import { answered } from './answer.ts';
import { orderContent, shipmentContent } from './content.ts';
import { heard } from './hear.ts';
import { type DeliveryContext, type DeliveryInputs, delivering, type Pacing } from './model.ts';

export function decide(
  state: WebhookDelivery | null,
  input: Input<DeliveryInputs>,
  context: DeliveryContext,
  pacing: Pacing,
): Decision<WebhookDelivery> {
  if (state !== null) known(state.status, 'status of the deliveries');
  switch (input.from) {
    case 'orders': {
      const { value } = input;
      const content = () => orderContent(value);
      return heard(
        state,
        { topic: 'orders', entity: 'order', orderId: value.orderId, fact: value, content },
        context,
        pacing,
      );
    }
    case 'shipments': {
      const { value } = input;
      const content = () => shipmentContent(value);
      return heard(
        state,
        { topic: 'shipments', entity: 'shipment', orderId: value.orderId, fact: value, content },
        context,
        pacing,
      );
    }
    case 'effect':
      return state === null ? {} : answered(state, input, context, pacing);
    case 'deadline':
      return state === null ? {} : overdue(state, input, context, pacing);
  }
}

/** The table is looked at again, or a receiver has been silent for long. What is pending stays so. */
function overdue(
  state: WebhookDelivery,
  input: DeadlineInput,
  context: DeliveryContext,
  pacing: Pacing,
): Decision<WebhookDelivery> {
  if (input.deadline.name !== 'resume') return reminded(state, input, delivering, context.now);
  const deadlines = passedOnce(state.deadlines, input.deadline, pacing.resume, context.now);
  return advanced(state, { ...state, deadlines }, context, { pacing });
}
