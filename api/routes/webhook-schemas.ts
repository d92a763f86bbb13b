import { body } from './examples.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import {
  actions,
  answer,
  changeHeaders,
  id,
  links,
  list,
  object,
  problemAnswer,
  text,
  time,
  timeOrNull,
  writeAnswers,
  writeHeaders,
} from './schemas.ts';

const tags = ['webhooks'];
const subscriptionId = id('The webhook.', 'webhook-5f1d7c0e9b3a4c6d8e2f1a0b9c8d7e6f');
const params = object({ subscriptionId }, ['subscriptionId']);

const types = {
  ...list(
    {
      ...text('A type of event, or the beginning of some with * for the rest.', 100, 'longplay.order.*'),
      pattern: '^(\\*|longplay\\.(order|shipment)\\.(\\*|[a-z][a-z-]*\\*?))$',
    },
    'What is told. Left out: everything.',
  ),
  minItems: 1,
  maxItems: 32,
};

const url = text(
  'Where events are posted to: https, and not into a private network.',
  2_000,
  'https://shop.example/hooks',
);

const terms = body(object({ url, types }, ['url']));

const secret = {
  type: 'string',
  description:
    'Signs every message (Standard Webhooks 1.0). Shown in the answers to this request alone; it holds once the request is accepted.',
  examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD3HyJ9s4J0oM='],
};

const tooMany = problemAnswer('Rejected: not as things stand.', 'LP_API_REJECTED_STATE', 'LP_API_WEBHOOKS_TOO_MANY');

export const subscribeSchema = {
  operationId: 'subscribeWebhook',
  summary: 'Subscribe to what happens to orders',
  description:
    'What happens from now on is posted as CloudEvents, signed, at least once, and in the order of each order; nothing personal is in it. At most 32 webhooks.',
  tags,
  headers: writeHeaders,
  body: terms,
  response: { ...writeAnswers('creates', { subscriptionId, secret }), 409: tooMany },
};

export const changeSchema = {
  operationId: 'changeWebhook',
  summary: 'Change where a webhook leads, or what it is told',
  description: 'The whole content. A suspended webhook goes on with it; one that is paused stays so.',
  tags,
  params,
  headers: changeHeaders,
  body: terms,
  response: writeAnswers('changes'),
};

const act = (operationId: string, summary: string, description: string, answers = {}) => ({
  operationId,
  summary,
  description,
  tags,
  params,
  headers: changeHeaders,
  response: {
    ...writeAnswers('changes', answers),
    404: problemAnswer('It is not known here.', 'LP_API_NOT_FOUND', 'LP_API_REJECTED_UNKNOWN'),
  },
});

export const pauseSchema = act(
  'pauseWebhook',
  'Pause a webhook',
  'What happens meanwhile waits for it, and is told when it goes on.',
);

export const resumeSchema = act(
  'resumeWebhook',
  'Let a paused or suspended webhook go on',
  'What waits is told, the oldest of each order first. An order looks ever less often: what has waited for a minute is told ' +
    'within about another, and whatever waited longer within 4 hours.',
);

export const rotateSchema = act(
  'rotateWebhookSecret',
  'Get another secret',
  'For 24 hours messages are signed with both, so that the receiver can change over at its leisure.',
  { secret },
);

export const removeSchema = act(
  'removeWebhook',
  'Remove a webhook',
  'For good: what waits for it is told to nobody, and its secrets are destroyed.',
);

const suspension = {
  ...answer({
    code: { type: 'string', description: 'Why, as a code, such as provider-unreachable or endpoint-gone.' },
    at: time('Since when.'),
  }),
  type: ['object', 'null'],
  description: 'Why it stopped by itself. It is a case in the hospital, whose retry lets it go on.',
};

const shown = answer(
  {
    subscriptionId,
    version: { type: 'integer' },
    status: { type: 'string', enum: ['ACTIVE', 'PAUSED', 'SUSPENDED', 'REMOVED'] },
    url: { type: 'string', examples: ['https://shop.example/hooks'] },
    types: list({ type: 'string', examples: ['longplay.order.*'] }),
    since: time('What happened before is not told.'),
    suspension,
    refusedMessages: {
      type: 'integer',
      description: 'Messages that the receiver refused since it began anew, counted for a day at a time.',
    },
    formerSecretUntil: timeOrNull('Until when the secret before signs, too.'),
    changedAt: time('Of the newest change.'),
    links,
    actions,
  },
  ['subscriptionId', 'version', 'status'],
);

export const readSchema = {
  operationId: 'readWebhook',
  summary: 'Read a webhook',
  description: 'How the subscription stands. Its secret is never shown again.',
  tags,
  params,
  ...conditionalRead(shown, 'The webhook as it stands.'),
};

export const listSchema = {
  operationId: 'listWebhooks',
  summary: 'List the webhooks',
  description: 'By id. Those that were removed are left out.',
  tags,
  ...pagedRead('webhooks', shown, 'A page of webhooks, by id.'),
};

const fact = { topic: { type: 'string' }, version: { type: 'integer' } };

const delivery = answer(
  {
    orderId: { type: 'string', examples: ['order-17'] },
    waiting: { type: 'boolean', description: 'Whether the webhook has to go on first.' },
    pending: list(answer({ ...fact, type: { type: 'string' } }), 'To be told, the first of them next.'),
    attempt: { type: 'integer', description: 'Of the first of them.' },
    nextTryAt: timeOrNull('When it is tried again.'),
    refused: {
      type: ['string', 'null'],
      description: 'Code of the case in the hospital that the first of them is: refused, or failed alone for long.',
    },
    lastError: { type: ['string', 'null'], description: 'Code of the last failure.' },
    lastErrorAt: timeOrNull('When it failed.'),
    delivered: list(answer(fact), 'The newest fact of each topic that was told.'),
    deliveredCount: { type: 'integer', description: 'How many messages were told.' },
    deliveredAt: timeOrNull('When the last was told.'),
    dropped: { type: 'integer', description: 'Messages that gave way to a newer one, which told all.' },
    links,
  },
  ['orderId', 'pending'],
);

const read = pagedRead('deliveries', delivery, 'A page of deliveries, by order.', {
  orderId: id('Only this order.', 'order-17'),
});

export const deliveriesSchema = {
  operationId: 'listWebhookDeliveries',
  summary: 'List what waits for a webhook, or how far it is with one order',
  description:
    'Without orderId: the orders of which something is still to be told. With it: that order, also where all is told.',
  tags,
  params,
  ...read,
  response: {
    ...read.response,
    404: problemAnswer(
      'The webhook is not known, or no request is known under the id in `after`.',
      'LP_API_NOT_FOUND',
      'LP_API_AFTER_UNKNOWN',
    ),
  },
};
