/** What tells under which keys an order is handled. */
export type OrderKeys = {
  readonly orderId: string;
  readonly customerId: string;
  /** Products of its lines; none: they are not known. */
  readonly skus: readonly string[];
  /** Those of them of which stock was asked something that it has not answered. */
  readonly asked: readonly string[];
};

/** The keys under which a processor does what an order waits for; none: nothing of it waits there, or nobody can tell. */
export function keysAt(processor: string, { orderId, customerId, skus, asked }: OrderKeys): readonly string[] {
  switch (processor) {
    case 'stock':
      return asked;
    case 'catalogue':
      return skus;
    case 'loyalty':
    case 'customers':
      return [customerId];
    default:
      return [orderId];
  }
}

/** Every key under which something of the order may be parked. */
export const allKeys = ({ orderId, customerId, skus, asked }: OrderKeys): readonly string[] => [
  ...new Set([orderId, customerId, ...skus, ...asked]),
];
