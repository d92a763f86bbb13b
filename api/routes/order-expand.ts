import { LongplayError } from '../../runtime/errors.ts';
import type { Shop } from '../context.ts';
import { customerRecords } from './customer-records.ts';
import { customerView } from './customer-view.ts';
import { isoOrNull, type OrderParts, paymentView, shipmentView, stepsOf } from './order-view.ts';

/** What can be read together with an order. */
export const EXPANSIONS = ['customer', 'shipment', 'payments'] as const;

type Expansion = (typeof EXPANSIONS)[number];

export type OrderExpander = {
  /**
   * What `?expand=` asks for beside the order; null where nothing is asked for.
   *
   * @throws LP_API_INPUT_INVALID
   */
  expanded(parts: OrderParts, expand: string | undefined): Promise<Readonly<Record<string, unknown>> | null>;
};

export function orderExpander(shop: Pick<Shop, 'database' | 'vault'>): OrderExpander {
  const customers = customerRecords(shop);
  const views: Record<Expansion, (parts: OrderParts) => unknown> = {
    customer: async ({ order }) => {
      const found = await customers.find(order.customerId);
      return found && customerView(found.open);
    },
    shipment: ({ shipment }) =>
      shipment && { ...shipmentView(shipment), history: stepsOf('shipping', shipment.history) },
    payments: ({ payment }) => payment && paymentInFull(payment),
  };
  return {
    expanded: async (parts, expand) => {
      if (expand === undefined) return null;
      const asked = namesIn(expand);
      return Object.fromEntries(await Promise.all(asked.map(async name => [name, await views[name](parts)])));
    },
  };
}

/** What is personal of the customer is for the shop alone, whoever may read the order. */
export const asksForCustomer = ({ expand }: { readonly expand?: string }): boolean =>
  (expand ?? '').split(',').some(one => one.trim() === 'customer');

function namesIn(expand: string): Expansion[] {
  const names = [...new Set(expand.split(',').map(one => one.trim()))];
  const unknown = names.find(name => !EXPANSIONS.some(one => one === name));
  if (unknown === undefined) return names as Expansion[];
  const message = `expand names "${unknown}", which nothing is known by: there are ${EXPANSIONS.join(', ')}.`;
  throw new LongplayError('LP_API_INPUT_INVALID', message);
}

/** Without the provider's references, which are for the books and not for who reads an order. */
const paymentInFull = (payment: NonNullable<OrderParts['payment']>) => ({
  ...paymentView(payment),
  authorisation: payment.authorisation && {
    amount: payment.authorisation.amount,
    at: isoOrNull(payment.authorisation.at),
    expiresAt: isoOrNull(payment.authorisation.expiresAt),
  },
  capture: payment.capture && { amount: payment.capture.amount, at: isoOrNull(payment.capture.at) },
  voidance: payment.voidance && { at: isoOrNull(payment.voidance.at) },
  refunds: payment.refunds.map(({ amount, status, at }) => ({ amount, status, at: isoOrNull(at) })),
  history: stepsOf('payments', payment.history),
});
