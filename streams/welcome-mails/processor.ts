import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { WelcomeMail } from '../../schemas/types/welcome-mails.ts';
import { linger } from '../linger.ts';
import { again, decide, failures } from './decide.ts';

export const welcomeMails = defineProcessor<WelcomeMail, { customers: Customer }, Record<never, never>>({
  name: 'welcome-mails',
  entity: 'welcome-mail',
  owns: 'welcome-mails',
  reads: ['customers'],
  tables: [],
  asks: [],
  effects: ['mail'],
  historyBound: 32,
  linger: linger.unhurried,
  decide,
  failures,
  again,
});
