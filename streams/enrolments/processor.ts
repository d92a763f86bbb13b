import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Enrolment } from '../../schemas/types/enrolments.ts';
import { linger } from '../linger.ts';
import { decide } from './decide.ts';
import type { EnrolmentInputs } from './steps.ts';

export const enrolments = defineProcessor<Enrolment, EnrolmentInputs, Record<never, never>>({
  name: 'enrolments',
  entity: 'enrolment',
  owns: 'enrolments',
  reads: ['customers', 'loyalty-accounts', 'welcome-packs', 'welcome-mails'],
  tables: [],
  asks: [],
  effects: [],
  historyBound: 32,
  linger: linger.unhurried,
  decide,
});
