import type { Projection } from '../runtime/projector/definition.ts';
import { allocatedStock } from './allocated-stock/projection.ts';
import { allocations } from './allocations/projection.ts';
import { bestSellers } from './best-sellers/projection.ts';
import { cases } from './cases/projection.ts';
import { customerOrders } from './customer-orders/projection.ts';
import { customers } from './customers/projection.ts';
import { dailySales } from './daily-sales/projection.ts';
import { flowSteps } from './flow-steps/projection.ts';
import { holidays } from './holidays/projection.ts';
import { loyaltyAccounts } from './loyalty-accounts/projection.ts';
import { orderProgress } from './order-progress/projection.ts';
import { orders } from './orders/projection.ts';
import { payments } from './payments/projection.ts';
import { products } from './products/projection.ts';
import { requests } from './requests/projection.ts';
import { shipments } from './shipments/projection.ts';
import { stock } from './stock/projection.ts';
import { webhookDeliveries } from './webhook-deliveries/projection.ts';
import { webhooks } from './webhooks/projection.ts';
import { worklist } from './worklist/projection.ts';

/** Every read model. */
export const projections: readonly Projection[] = [
  orders,
  products,
  stock,
  customers,
  shipments,
  payments,
  allocations,
  requests,
  worklist,
  loyaltyAccounts,
  dailySales,
  bestSellers,
  customerOrders,
  orderProgress,
  flowSteps,
  allocatedStock,
  webhooks,
  webhookDeliveries,
  cases,
  holidays,
];
