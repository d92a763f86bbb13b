/**
 * The stream processors, by the names that their outcomes, hospital and operations topics, consumer groups and
 * transactional ids carry. A name is for life.
 */
export const processors = [
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
  'webhooks',
  'webhook-deliveries',
  'holidays',
] as const;

export type ProcessorName = (typeof processors)[number];
