import { schemaText } from '../../schemas/load.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Money, Transition } from '../../schemas/types/shared.ts';

export const orderSchema = schemaText({ schema: 'orders' });

/** Another reader's: two fields more, one less, an int read as a long. Evolution as it happens. */
export const otherSchema = JSON.stringify(
  JSON.parse(orderSchema, (_, value) => {
    if (value?.name === 'quantity' && value.type === 'int') return { ...value, type: 'long' };
    if (value?.name !== 'Order') return value;
    const kept = value.fields.filter((field: { name: string }) => field.name !== 'historyDropped');
    const added = [
      { name: 'channel', type: 'string', default: 'web' },
      { name: 'giftMessage', type: ['null', 'string'], default: null },
    ];
    return { ...value, fields: [...kept, ...added] };
  }),
);

const start = Date.UTC(2026, 3, 1);
const usd = (amount: number): Money => ({ amount, currency: 'USD' });

/** A fat order in the middle of its journey: three lines, six steps of history, all neighbours known. */
export function fatOrder(number: number, personal: boolean): Order {
  const orderId = `order-${1_000_000 + number}`;
  const lines = ['Kind of Blue', 'Abbey Road (Anniversary Edition)', 'The Köln Concert'].map((title, index) => ({
    line: index + 1,
    sku: `LP-${4_000 + number + index}`,
    quantity: 1 + (index % 2),
    title,
    artist: ['Miles Davis', 'The Beatles', 'Keith Jarrett'][index] as string,
    format: 'LP 180g',
    requestedPrice: usd(2_999 + index),
    unitPrice: usd(2_999 + index),
    productVersion: 12 + index,
    returnedQuantity: 0,
  }));
  return {
    event: {
      id: `orders-1-${500_000 + number}`,
      type: 'longplay.order.confirmed',
      time: start + number * 1_000,
      causes: [`payments-1-${number}`, `allocations-1-${number}`],
      correlationId: orderId,
      actor: { kind: 'PROCESSOR', id: 'orders' },
    },
    orderId,
    customerId: `customer-${number % 16}`,
    version: 6,
    status: 'CONFIRMED',
    placedAt: start + number * 900,
    customer: { version: 3, status: 'ACTIVE' },
    lines,
    subtotal: usd(12_001),
    discount: null,
    total: usd(12_001),
    expectedTotal: usd(12_001),
    shippingAddress: {
      recipient: null,
      street: personal ? `${number} Maple Avenue, Apartment 5` : null,
      city: personal ? 'Springfield' : null,
      state: personal ? 'Illinois' : null,
      postalCode: personal ? '62704' : null,
      country: personal ? 'US' : null,
    },
    note: personal ? 'Please ring twice, the bell is quiet.' : null,
    loyalty: null,
    payment: {
      version: 2,
      status: 'AUTHORISED',
      answersVersion: 3,
      captured: null,
      refunded: null,
      reason: null,
      open: false,
    },
    allocation: { version: 4, status: 'ALLOCATED', answersVersion: 3, shortLines: [], open: false },
    shipment: null,
    askedVersion: 3,
    rejection: null,
    cancellation: null,
    returns: [],
    requests: [
      {
        id: `request-${number}`,
        type: 'PLACE',
        at: start + number,
        accepted: true,
        reason: null,
        bodyHash: 'q83vEjRWeJA',
      },
    ],
    history: ['RECEIVED', 'PLACED', 'PAYMENT_SEEN', 'ALLOCATION_SEEN', 'PAYMENT_SEEN', 'CONFIRMED'].map(
      (what, index): Transition => ({
        what,
        at: start + number * 1_000 + index * 40,
        cause: `${index % 2 === 0 ? 'payments' : 'allocations'}-1-${number + index}`,
        version: index + 1,
        reason: null,
        actor: null,
      }),
    ),
    historyDropped: 0,
    deadlines: [{ name: 'pack', owedBy: 'warehouse', since: start, due: start + 86_400_000, passes: 0 }],
    effects: [],
  };
}
