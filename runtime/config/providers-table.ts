import type { Setting } from './setting.ts';
import { oneOf, pem, sender, text, urlOr, wholeNumber } from './values.ts';

/** Where the providers outside are, and what they have to be told. */
export const providerSettings = {
  PAYMENT_URL: {
    group: 'Payment provider',
    schema: urlOr('stand-in', 'http', 'https'),
    type: 'URL, or stand-in',
    fallback: null,
    defaultText: 'stand-in where Longplay starts its own Kafka; otherwise it has to be set',
    meaning:
      'Base URL of the payment provider. stand-in: a provider that runs on this machine and charges nobody; `longplay up` starts it.',
    otherwise: 'With stand-in in production, orders are dispatched and no money comes in.',
    secret: 'password',
  },
  PAYMENT_API_KEY: {
    group: 'Payment provider',
    schema: text,
    type: 'text',
    fallback: null,
    meaning: 'Sent to the payment provider as a bearer token.',
    otherwise: 'A provider that asks for it refuses every charge; no order gets further than PLACED.',
    secret: 'value',
  },
  PAYMENT_SCOPE: {
    group: 'Payment provider',
    schema: text,
    type: 'text',
    fallback: null,
    defaultText: 'LONGPLAY_PREFIX',
    meaning:
      'Stands before every idempotency key and reference at the provider, so that several installations can share an account. An installation that was imported keeps the one that it had.',
    otherwise:
      'Another one after an import: what was charged since the export is not recognised, and may be charged again. One for two shops with the same order ids: they take each other’s charges for their own.',
  },
  PAYMENT_KEY_LIFETIME: {
    group: 'Payment provider',
    schema: wholeNumber(1, 8_760),
    type: 'number',
    fallback: 24,
    unit: 'hours',
    meaning:
      'For how long the provider recognises an idempotency key, as it promises. After that it is asked by our reference before anything is repeated.',
    otherwise: 'Longer than the provider keeps them: a charge whose answer was lost may be repeated.',
  },
  MAIL_URL: {
    group: 'Mail server',
    schema: urlOr('stand-in', 'smtp', 'smtps'),
    type: 'URL, or stand-in',
    fallback: null,
    defaultText: 'stand-in where Longplay starts its own Kafka; otherwise it has to be set',
    meaning:
      'The mail server that customers are told through: smtp://user:password@host:587, or smtps://…:465 with TLS from the start; user and password percent-encoded. stand-in: a mailbox on this machine that passes nothing on; `longplay up` starts it.',
    otherwise: 'With stand-in in production nobody gets a mail, and the mails lie on the disk in plain text.',
    secret: 'password',
  },
  MAIL_FROM: {
    group: 'Mail server',
    schema: sender,
    type: 'address, or Name <address>',
    fallback: null,
    defaultText: 'MusicCorp <orders@musiccorp.example> with the stand-in; otherwise it has to be set',
    meaning: 'The sender of every mail. Customers answer to it.',
    otherwise: 'A mail server that does not let us send for it refuses every mail; none is given up before four days.',
  },
  MAIL_TLS: {
    group: 'Mail server',
    schema: oneOf(['required', 'none']),
    type: 'required, none',
    fallback: 'required',
    meaning:
      'For smtp:, required: encrypted by STARTTLS, or nothing is sent; none: in plain text, for a server on this machine.',
    otherwise: 'With none on a network everybody on the way reads mails and password.',
  },
  MAIL_CA_FILE: {
    group: 'Mail server',
    schema: pem,
    type: 'path of a PEM file',
    fallback: null,
    defaultText: 'the certificate authorities that Node.js brings',
    meaning: 'Certificate authority of the mail server.',
    otherwise: 'A server with a private authority is not trusted, and no mail is sent.',
  },
  WEBHOOK_TARGETS: {
    group: 'Webhooks',
    schema: oneOf(['public', 'loopback', 'any']),
    type: 'public, loopback, any',
    fallback: null,
    defaultText: 'loopback where Longplay starts its own Kafka; otherwise public',
    meaning:
      'Where webhooks may be posted to. public: addresses of the internet, over https. loopback: this machine as well, also over http. any: wherever a name leads, also over http.',
    otherwise:
      'With any, whoever may subscribe can have requests sent into the network that Longplay runs in, such as to a cloud’s metadata service.',
  },
  BOOKINGS_URL: {
    group: 'Booking providers',
    schema: urlOr('stand-in', 'http', 'https'),
    type: 'URL, or stand-in',
    fallback: null,
    defaultText: 'stand-in where Longplay starts its own Kafka; otherwise none, and no holiday can be booked',
    meaning:
      'Base URL of the providers of holidays; car, hotel and flight are below it, each at its name. stand-in: providers on this machine that book nothing; `longplay up` starts them.',
    otherwise: 'With stand-in in production, holidays are confirmed and nobody has a room.',
    secret: 'password',
  },
  BOOKINGS_API_KEY: {
    group: 'Booking providers',
    schema: text,
    type: 'text',
    fallback: null,
    meaning: 'Sent to the booking providers as a bearer token.',
    otherwise: 'Providers that ask for it refuse every booking; each waits until a person sees to it.',
    secret: 'value',
  },
  BOOKINGS_KEY_LIFETIME: {
    group: 'Booking providers',
    schema: wholeNumber(1, 8_760),
    type: 'number',
    fallback: 24,
    unit: 'hours',
    meaning:
      'For how long the providers recognise an idempotency key, as they promise. After that they are asked by our reference before anything is repeated.',
    otherwise: 'Longer than they keep them: a booking whose answer was lost may be made twice.',
  },
} as const satisfies Record<string, Setting>;
