import type { Processor } from '../runtime/tasks/definition.ts';
import type { Station } from '../schemas/station.ts';
import { activity } from './activity/processor.ts';
import { allocations } from './allocations/processor.ts';
import { catalogue } from './catalogue/processor.ts';
import { customers } from './customers/processor.ts';
import { fraud } from './fraud/processor.ts';
import { holidays } from './holidays/processor.ts';
import { loyalty } from './loyalty/processor.ts';
import { notifications } from './notifications/processor.ts';
import { orders } from './orders/processor.ts';
import { payments } from './payments/processor.ts';
import { shipping } from './shipping/processor.ts';
import { stock } from './stock/processor.ts';
import { webhookDeliveries } from './webhook-deliveries/processor.ts';
import { webhooks } from './webhooks/processor.ts';

/** Every processor of the shop. */
export const processors: readonly Processor[] = [
  orders,
  payments,
  allocations,
  stock,
  shipping,
  catalogue,
  customers,
  activity,
  fraud,
  loyalty,
  notifications,
  webhooks,
  webhookDeliveries,
  holidays,
];

/** Who reads and writes what. */
export const topology: readonly Station[] = processors.map(({ name, owns, reads, tables, asks, effects }) => ({
  processor: name,
  owns,
  reads,
  tables,
  asks: [...asks, `${name}.outcomes`],
  effects,
}));
