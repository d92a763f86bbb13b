import { knobTypes } from '../../any/stand-in/knob-routes.ts';

/** Refuses a mail where all that it names holds. The first rule that matches decides. */
export type RefusalRule = {
  /** How the recipient's address begins. Left out: each. */
  readonly to?: string;
  /** When it is said: to the recipient, or to the message once it is there. Default `recipient`. */
  readonly at?: 'recipient' | 'message';
  /** The SMTP reply: 4xx for now, 5xx for good. */
  readonly status: number;
  /** Its text, such as `5.7.1 Relaying denied`. */
  readonly text?: string;
};

/** What can be made to go wrong. Shares lie between 0 and 1, times are in ms. */
export type MailKnobs = {
  /** Wait before a message is taken. A client that gives up meanwhile has sent it all the same. Default 0. */
  readonly latencyBefore: number;
  /** Wait between taking a message and saying so. Longer than the client's timeout: sent, but not known. Default 0. */
  readonly latencyAfter: number;
  /** Share of messages that are put off with 451 before they are taken. Default 0. */
  readonly errorRate: number;
  /** Share of answers that get lost after the message was taken: the connection is closed without a byte. Default 0. */
  readonly lostRate: number;
  /** Share of messages whose connection is closed without a byte, and which are not taken. Default 0. */
  readonly dropRate: number;
  /** How often each recipient is put off with 451 before the server takes mail for it (greylisting). Default 0. */
  readonly greylists: number;
  /** Whether connections are turned away with 421. Default false. */
  readonly closed: boolean;
  /** Who is refused. Default: recipients whose address begins with `refused-`, with 550. */
  readonly refusals: readonly RefusalRule[];
};

export const defaultKnobs: MailKnobs = {
  latencyBefore: 0,
  latencyAfter: 0,
  errorRate: 0,
  lostRate: 0,
  dropRate: 0,
  greylists: 0,
  closed: false,
  refusals: [{ to: 'refused-', status: 550 }],
};

const { share, time } = knobTypes;

/** JSON Schema of what `PUT` and `PATCH /knobs` take. */
export const knobsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    latencyBefore: time,
    latencyAfter: time,
    errorRate: share,
    lostRate: share,
    dropRate: share,
    greylists: { type: 'integer', minimum: 0, maximum: 1_000 },
    closed: { type: 'boolean' },
    refusals: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['status'],
        properties: {
          to: { type: 'string', minLength: 1 },
          at: { enum: ['recipient', 'message'] },
          status: { type: 'integer', minimum: 400, maximum: 599 },
          text: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
        },
      },
    },
  } satisfies Record<keyof MailKnobs, object>,
};

/** The rule that refuses this recipient at this point; undefined: none does. */
export function refusalOf(
  { refusals }: MailKnobs,
  at: 'recipient' | 'message',
  recipients: readonly string[],
): RefusalRule | undefined {
  return refusals.find(
    rule => (rule.at ?? 'recipient') === at && recipients.some(address => address.startsWith(rule.to ?? '')),
  );
}
