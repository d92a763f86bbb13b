import { START, stampOf } from '../../runtime/tasks/testing/given.ts';
import type { Allocation, AllocationLine } from '../../schemas/types/allocations.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { LoyaltyReply } from '../../schemas/types/loyalty-replies.ts';
import type { LoyaltyRequest } from '../../schemas/types/loyalty-requests.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Product } from '../../schemas/types/products.ts';
import type { ActivityContent, Address, Event, Money } from '../../schemas/types/shared.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';

/** Records as they come from the neighbours, for the specs. Each is whole; `over` says what matters. */

export const usd = (amount: number): Money => ({ amount, currency: 'USD' });

export const event = (id?: string): Event => {
  const stamp = stampOf(id === undefined ? {} : { id });
  return { ...stamp, actor: null };
};

export const readable: Address = {
  recipient: null,
  street: 'Theodor-Heuss-Straße 34',
  city: 'Stuttgart',
  state: null,
  postalCode: '70174',
  country: 'Germany',
};

const facts = () => ({ event: event(), version: 1, history: [], historyDropped: 0, deadlines: [], effects: [] });

export const product = (sku: string, over: Partial<Product> = {}): Product => ({
  ...facts(),
  sku,
  status: 'ACTIVE',
  title: `Title of ${sku}`,
  artist: 'Artist',
  album: null,
  genre: null,
  format: 'LP',
  price: usd(1000),
  requests: [],
  ...over,
});

export const customer = (over: Partial<Customer> = {}): Customer => ({
  ...facts(),
  customerId: 'customer-1',
  status: 'ACTIVE',
  name: 'n',
  email: 'e',
  phone: null,
  company: null,
  addresses: [{ addressId: '1', address: readable }],
  acceptsOrders: true,
  addressChanges: [],
  openOrders: [],
  openOrdersBeyond: 0,
  applied: Buffer.alloc(0),
  erasure: null,
  enrolledAt: null,
  requests: [],
  ...over,
});

/** Two of lp-1 for 10 dollars each and one of lp-2 for 5, unless said otherwise. */
export const orderLines: Order['lines'] = [
  { line: 1, sku: 'lp-1', quantity: 2, unitPrice: usd(1000) },
  { line: 2, sku: 'lp-2', quantity: 1, unitPrice: usd(500) },
].map(line => ({
  ...line,
  title: `Title of ${line.sku}`,
  artist: 'Artist',
  format: 'LP',
  requestedPrice: null,
  productVersion: 1,
  returnedQuantity: 0,
}));

export const order = (status: Order['status'], over: Partial<Order> = {}): Order => ({
  ...facts(),
  orderId: 'order-1',
  customerId: 'customer-1',
  status,
  placedAt: START,
  customer: { version: 1, status: 'ACTIVE' },
  lines: orderLines,
  subtotal: usd(2500),
  discount: null,
  total: usd(2500),
  expectedTotal: null,
  shippingAddress: readable,
  note: null,
  loyalty: null,
  payment: null,
  allocation: null,
  shipment: null,
  askedVersion: null,
  rejection: null,
  cancellation: null,
  returns: [],
  requests: [],
  ...over,
});

export const orderRequest = (
  type: OrderRequest['type'],
  id: string,
  over: Partial<OrderRequest> = {},
): OrderRequest => ({
  event: event(id),
  orderId: 'order-1',
  customerId: 'customer-1',
  type,
  bodyHash: 'hash',
  restsOn: [],
  place: null,
  cancel: null,
  return: null,
  ...over,
});

export const payment = (status: Payment['status'], over: Partial<Payment> = {}): Payment => ({
  ...facts(),
  orderId: 'order-1',
  customerId: 'customer-1',
  status,
  order: null,
  shipment: null,
  answersVersion: null,
  amount: usd(2500),
  lines: [],
  fraud: null,
  authorisation: null,
  capture: null,
  voidance: null,
  refunds: [],
  captured: null,
  refunded: null,
  failure: null,
  declineReason: null,
  ...over,
});

export const allocation = (status: Allocation['status'], over: Partial<Allocation> = {}): Allocation => ({
  ...facts(),
  orderId: 'order-1',
  status,
  order: null,
  shipment: null,
  answersVersion: null,
  lines: [],
  ...over,
});

export const allocationLine = (line: number, over: Partial<AllocationLine> = {}): AllocationLine => ({
  line,
  sku: `lp-${line}`,
  quantity: 1,
  status: 'REQUESTED',
  asked: null,
  restockedQuantity: 0,
  stockVersion: null,
  reason: null,
  ...over,
});

export const shipment = (status: Shipment['status'], over: Partial<Shipment> = {}): Shipment => ({
  ...facts(),
  orderId: 'order-1',
  customerId: 'customer-1',
  status,
  order: null,
  answersVersion: null,
  address: readable,
  parcels: 1,
  carrier: null,
  tracking: null,
  lines: [],
  packedAt: null,
  dispatchedAt: null,
  deliveredAt: null,
  failureReason: null,
  note: null,
  requests: [],
  ...over,
});

/** What of an order concerns its customer. */
export const activityContent = (over: Partial<ActivityContent> = {}): ActivityContent => ({
  orderStatus: 'PLACED',
  paymentStatus: 'UNKNOWN',
  declineReason: null,
  open: true,
  placedAt: START,
  total: usd(2500),
  kept: null,
  pointsSpent: 0,
  ...over,
});

export const customerActivity = (
  after: Partial<ActivityContent> = {},
  before: Partial<ActivityContent> | null = null,
  over: Partial<CustomerActivity> = {},
): CustomerActivity => ({
  event: event(),
  customerId: 'customer-1',
  orderId: 'order-1',
  version: 1,
  before: before === null ? null : activityContent(before),
  after: activityContent(after),
  ...over,
});

export const loyaltyRequest = (
  type: LoyaltyRequest['type'],
  points: number,
  over: Partial<LoyaltyRequest> & { readonly id?: string } = {},
): LoyaltyRequest => {
  const { id, ...fields } = over;
  const orderId = over.orderId ?? 'order-1';
  const about = `${orderId}/${type === 'HOLD' ? 'hold' : 'give-back'}/1`;
  return {
    event: event(id ?? about),
    customerId: 'customer-1',
    orderId,
    type,
    points,
    subtotal: usd(2500),
    orderVersion: 1,
    ...fields,
  };
};

export const loyaltyReply = (answer: LoyaltyReply['answer'], over: Partial<LoyaltyReply> = {}): LoyaltyReply => ({
  event: event(),
  orderId: 'order-1',
  customerId: 'customer-1',
  requestId: `order-1/${answer === 'GIVEN_BACK' ? 'give-back' : 'hold'}/1`,
  answer,
  points: 0,
  discount: null,
  reason: null,
  accountVersion: 1,
  ...over,
});
