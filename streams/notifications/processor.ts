import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import { linger } from '../linger.ts';
import { decide } from './decide.ts';
import type { NotificationInputs, NotificationTables } from './model.ts';

export const notifications = defineProcessor<Notification, NotificationInputs, NotificationTables>({
  name: 'notifications',
  entity: 'notification',
  owns: 'notifications',
  reads: ['orders'],
  tables: ['customers'],
  asks: [],
  effects: ['mail'],
  historyBound: 64,
  linger: linger.unhurried,
  decide,
});
