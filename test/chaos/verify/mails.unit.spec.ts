import { describe, expect, it } from 'vitest';
import type { Received } from '../../../runtime/gateways/mail/stand-in/mailbox.ts';
import type { Mail, Notification } from '../../../schemas/types/notifications.ts';
import { countMails, type Post } from './mails.ts';

const sent: Mail = {
  kind: 'CONFIRMED',
  status: 'SENT',
  messageId: '<1>',
  at: 0,
  reason: null,
  customerVersion: 1,
  name: null,
  email: null,
  content: null,
};
const to = ['c-1@fan.example'];
const one: Received = { seq: 1, messageId: '<1>', from: 'a@b.example', to, subject: 's', at: 10_000, size: 1 };
const two: Received = { ...one, seq: 2, at: 11_500 };
const quiet: Post = {
  received: [one],
  unanswered: new Set(),
  kills: [],
  handovers: [],
  restarts: [],
  pauses: [],
  raw: () => Buffer.from('the same'),
};

function broken(post: Partial<Post>, mail: Partial<Mail> = {}, goneAt: number | null = null) {
  const mails = countMails(customerId => customerId === 'c-left');
  const customerId = goneAt === null ? 'c-1' : 'c-left';
  mails.take({ orderId: 'o-1', customerId, mails: [{ ...sent, ...mail }] } as unknown as Notification);
  if (goneAt !== null) mails.erased(customerId, goneAt);
  return { problems: mails.broken({ ...quiet, ...post }), doubled: mails.doubled };
}

describe('the mailbox', () => {
  it('given what was sent, once, then nothing is found', () => {
    expect(broken({}).problems).toEqual([]);
  });

  it.each<[string, Partial<Post>, string]>([
    ['nothing came', { received: [] }, 'o-1 CONFIRMED is SENT, and never came'],
    [
      'one came that nobody sent',
      { received: [one, { ...one, messageId: '<2>' }] },
      'a mail came that nobody knows: <2>',
    ],
    [
      'it went to somebody else',
      { received: [{ ...one, to: ['c-2@fan.example'] }] },
      'o-1 CONFIRMED went to c-2@fan.example, and not to c-1@fan.example',
    ],
    [
      'it came again, and says something else',
      { received: [one, two], unanswered: new Set([1]), raw: seq => Buffer.from(`text ${seq}`) },
      'o-1 CONFIRMED came again, and says something else',
    ],
  ])('given that %s, then it is found', (_, post, problem) => {
    expect(broken(post).problems).toEqual([problem]);
  });

  it.each<[string, Partial<Post>]>([
    ['unanswered', { unanswered: new Set([1]) }],
    ['server killed', { kills: [10_100] }],
    ['taken over', { handovers: [11_000] }],
    ['begun anew', { restarts: [11_000] }],
    ['woken up', { pauses: [{ from: 9_000, to: 9_400 }], handovers: [12_400] }],
  ])('given one that came again for a reason (%s), then it is counted, and nothing is found', (cause, post) => {
    const { problems, doubled } = broken({ ...post, received: [one, two] });
    expect(problems).toEqual([]);
    expect(Object.entries(doubled).filter(([, count]) => count > 0)).toEqual([[cause, 1]]);
  });

  it.each<[string, Partial<Post>]>([
    ['nothing befell anybody', {}],
    ['what befell them was before', { kills: [8_000], handovers: [9_000], pauses: [{ from: 2_000, to: 8_500 }] }],
    ['it came after', { kills: [13_000], handovers: [12_500], unanswered: new Set([2]) }],
  ])('given one that came again though %s, then it is found', (_, post) => {
    expect(broken({ ...post, received: [one, two] }).problems).toEqual([
      'o-1 CONFIRMED came again after 1500 ms, for no reason',
    ]);
  });

  it('given a mail that was not sent, then only the erased may miss it', () => {
    const skipped = { status: 'SKIPPED', reason: 'customer-erased' } as const;
    expect(broken({ received: [] }, skipped).problems).toEqual(['o-1 CONFIRMED is SKIPPED (customer-erased)']);
    expect(broken({ received: [] }, skipped, 0).problems).toEqual([]);
    expect(broken({ received: [] }, { status: 'FAILED', reason: 'x' }, 0).problems).toHaveLength(1);
  });

  it('given a mail to one whose address nobody could open any more, then it is found', () => {
    const late = { ...one, to: ['c-left@fan.example'], at: 60_000 };
    expect(broken({ received: [late] }, {}, 39_000).problems).toHaveLength(1);
    expect(broken({ received: [late] }, {}, 41_000).problems).toEqual([]);
  });

  it('given a mail that keeps what it said, then it is found', () => {
    expect(broken({}, { email: 'sealed' }).problems).toEqual(['o-1 CONFIRMED keeps what it said']);
  });
});
