import type { Owed } from '../../runtime/tasks/patience.ts';
import { patience } from '../patience.ts';
import type { OrderDraft } from './model.ts';

type Answer = { readonly answersVersion: number | null; readonly open?: boolean } | null;

/** Whether the neighbour has answered what the order asks, and has nothing left to do for it. */
export const answered = (seen: Answer, { askedVersion }: OrderDraft): boolean =>
  seen !== null && seen.answersVersion === askedVersion && seen.open !== true;

/** Who owes the order its next step. */
export function owedBy(order: OrderDraft): readonly Owed[] {
  switch (order.status) {
    case 'RECEIVED':
      // Owed only once it was asked; what the tables owe before that is not known from the order.
      return order.loyalty?.status === 'ASKED' ? [{ name: 'hold', owedBy: 'loyalty', patience: patience.hold }] : [];
    case 'PLACED':
      return [
        ...(order.payment?.status === 'AUTHORISED'
          ? []
          : [{ name: 'authorise', owedBy: 'payments', patience: patience.authorise }]),
        ...(order.allocation?.status === 'ALLOCATED'
          ? []
          : [{ name: 'allocate', owedBy: 'allocations', patience: patience.allocate }]),
      ];
    case 'CONFIRMED':
      return [{ name: 'pack', owedBy: 'warehouse', patience: patience.orderPack }];
    case 'PACKED':
      return [{ name: 'dispatch', owedBy: 'warehouse', patience: patience.orderDispatch }];
    case 'DISPATCHED':
      return [{ name: 'deliver', owedBy: 'carrier', patience: patience.orderDeliver }];
    case 'STOPPING':
      return [{ name: 'stop', owedBy: 'shipping', patience: patience.answer }];
    case 'REJECTING':
    case 'CANCELLING':
      return [
        ...(answered(order.payment, order)
          ? []
          : [{ name: 'undo-payment', owedBy: 'payments', patience: patience.answer }]),
        ...(answered(order.allocation, order)
          ? []
          : [{ name: 'undo-allocation', owedBy: 'allocations', patience: patience.answer }]),
        ...(answered(order.shipment, order)
          ? []
          : [{ name: 'undo-shipment', owedBy: 'shipping', patience: patience.answer }]),
        ...(order.loyalty?.status === 'GIVING_BACK'
          ? [{ name: 'give-back', owedBy: 'loyalty', patience: patience.answer }]
          : []),
      ];
    case 'RETURNING':
      return order.shipment?.reason == null
        ? [{ name: 'return', owedBy: 'customer', patience: patience.orderReturn }]
        : [{ name: 'come-back', owedBy: 'carrier', patience: patience.orderDeliver }];
    default:
      return [];
  }
}
