import type { Processor } from '../../runtime/tasks/definition.ts';
import { processors } from '../../streams/topology.ts';

const ordering: readonly string[] = [
  'orders',
  'payments',
  'allocations',
  'stock',
  'shipping',
  'catalogue',
  'customers',
  'activity',
  'fraud',
  'loyalty',
  'notifications',
];

/**
 * The processors of the stories. Nothing is asked of others in them, so those would only take these ones' turns, and change
 * with each new process what a seed tells; each has a storm of its own (such as webhooks.unit.spec.ts).
 */
export const storming: readonly Processor[] = processors.filter(({ name }) => ordering.includes(name));
