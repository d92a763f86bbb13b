import type { DeadlineInput, Decision, Input } from '../../runtime/tasks/definition.ts';
import { patienceFor, reminded } from '../../runtime/tasks/patience.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { known } from '../known.ts';
import { isReadable, withoutAddress } from './address.ts';
import { owedBy, type ShipmentContext, type ShipmentInputs, settled } from './model.ts';
import { heard } from './order.ts';
import { asked } from './request.ts';

export function decide(
  shipment: Shipment | null,
  input: Input<ShipmentInputs>,
  context: ShipmentContext,
): Decision<Shipment> {
  if (shipment !== null) known(shipment.status, 'status of the shipment');
  switch (input.from) {
    case 'orders':
      return heard(shipment, input.value, context);
    case 'shipment-requests':
      return asked(shipment, input.value, context);
    case 'deadline':
      return shipment === null ? {} : overdue(shipment, input, context);
    case 'effect':
      return {};
  }
}

/** The warehouse and the carrier can only be reminded; of what nobody could send any more they are not. */
function overdue(shipment: Shipment, input: DeadlineInput, context: ShipmentContext): Decision<Shipment> {
  const patience = patienceFor(input, owedBy(shipment));
  if (patience === undefined) return {};
  if (shipment.status === 'PREPARING' && !isReadable(shipment.address, shipment.customerId, context)) {
    return settled(shipment, withoutAddress(shipment), context);
  }
  return reminded(shipment, input, patience, context.now);
}
