import { owedSchema } from './order-parts.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import { answer, id, links, list, object, timeOrNull } from './schemas.ts';

const STATUSES = ['ENROLLING', 'STUCK', 'ENROLLED', 'ENDED'];
const tags = ['customers'];
const customerId = id('The customer.', 'customer-2');

const step = answer({
  name: { type: 'string', enum: ['record', 'points', 'pack', 'mail'] },
  status: { type: 'string', enum: ['OWED', 'DONE', 'FAILED', 'STOPPED'] },
  by: { type: ['string', 'null'], description: 'Who did it, or failed at it.', examples: ['warehouse'] },
  owedBy: {
    type: ['string', 'null'],
    description: 'Who owes it; of a failed one, who can help.',
    examples: ['customer'],
  },
  code: {
    type: ['string', 'null'],
    description: 'Why it failed, or what it waits for.',
    examples: ['no-such-address'],
  },
  since: timeOrNull('Since when it is so.'),
});

const enrolment = answer(
  {
    customerId,
    version: { type: 'integer' },
    status: {
      type: 'string',
      enum: STATUSES,
      description: 'ENROLLED: all is done. STUCK: a step has failed. ENDED: the customer is erased, or about to be.',
    },
    enrolledAt: timeOrNull('When the customer registered.'),
    steps: list(step, 'What it takes; none once it has ended.'),
    owed: owedSchema,
    links,
  },
  ['customerId', 'version'],
);

export const listSchema = {
  operationId: 'listEnrolments',
  summary: 'List enrolments',
  description: 'By customer: how far the welcome of those who registered is.',
  tags,
  ...pagedRead('enrolments', enrolment, 'A page of enrolments, by customer.', {
    status: { type: 'string', enum: STATUSES, description: 'Only these. Left out: all.' },
  }),
};

export const readSchema = {
  operationId: 'readEnrolment',
  summary: 'Read how far a customer’s welcome is',
  description:
    'Which steps are done, which are owed by whom and by when, and which have failed, why, and who can help.',
  tags,
  params: object({ customerId }, ['customerId']),
  ...conditionalRead(enrolment, 'The enrolment as it stands.'),
};
