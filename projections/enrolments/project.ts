import type { Enrolment } from '../../schemas/types/enrolments.ts';
import { kept } from '../kept.ts';

const DOCUMENT = ['customerId', 'version', 'status', 'enrolledAt', 'steps', 'deadlines'] as const;

export type EnrolmentDocument = Pick<Enrolment, (typeof DOCUMENT)[number]>;

export const project = (enrolment: Enrolment) => ({
  customer_id: enrolment.customerId,
  version: enrolment.version,
  status: enrolment.status,
  changed_at: new Date(enrolment.event.time).toISOString(),
  document: kept(enrolment, DOCUMENT),
});
