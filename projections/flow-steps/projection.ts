import { defineAggregate } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { project } from './project.ts';

/** Which steps orders take, what leads to them and how long they take, and how many orders stand where. */
export const flowSteps = defineAggregate<Order>({
  name: 'flow-steps',
  topics: ['orders'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'flow_steps',
  contributions: 'flow_steps_contributions',
  totals: 'flow_steps_totals',
  dimensions: ['from_step', 'to_step', 'led_by', 'took'],
  measures: ['steps', 'overdue', 'total_ms'],
  versionField: 'version',
  project,
});
