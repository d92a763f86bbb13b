import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import { linger } from '../linger.ts';
import { decide } from './decide.ts';
import type { ActivityInputs } from './model.ts';

export const activity = defineProcessor<OrderActivity, ActivityInputs, Record<never, never>>({
  name: 'activity',
  entity: 'activity',
  owns: 'order-activity',
  reads: ['orders', 'payments'],
  tables: [],
  asks: ['customer-activity'],
  effects: [],
  historyBound: 16,
  linger: linger.unhurried,
  decide,
});
