import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Received } from '../../../runtime/gateways/mail/stand-in/mailbox.ts';
import type { Notification } from '../../../schemas/types/notifications.ts';
import { addressOf } from '../shop/asks.ts';

/** What came in the mailbox, and what befell those who sent it. */
export type Post = {
  readonly received: readonly Received[];
  /** Messages that were taken and not answered, by number. */
  readonly unanswered: ReadonlySet<number>;
  /** When the mail server was killed, ms since the epoch. */
  readonly kills: readonly number[];
  /** When tasks that send mails may have changed hands. */
  readonly handovers: readonly number[];
  /** When one of them began anew in its process, and forgot the answers that it had not decided. */
  readonly restarts: readonly number[];
  readonly pauses: readonly { readonly from: number; readonly to: number }[];
  /** The bytes of a message, by its number. */
  readonly raw: (seq: number) => Buffer;
};

export function readPost(
  { mailbox, kills }: { readonly mailbox: string; readonly kills: readonly number[] },
  { handovers, restarts, pauses }: Pick<Post, 'handovers' | 'restarts' | 'pauses'>,
): Post {
  const lines = <T>(name: string): T[] =>
    readFileSync(join(mailbox, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line));
  return {
    received: lines<Received>('mailbox.ndjson'),
    unanswered: new Set(lines<{ seq: number }>('unanswered.ndjson').map(({ seq }) => seq)),
    kills,
    handovers,
    restarts,
    pauses,
    raw: seq => readFileSync(join(mailbox, 'mails', `${seq}.eml`)),
  };
}

/** Why a mail may have come once more, by the count of such. */
const causes = ['unanswered', 'server killed', 'begun anew', 'taken over', 'woken up'] as const;
export type DoubledBy = Record<(typeof causes)[number], number>;

export type Mails = {
  take(notification: Notification): void;
  /** Nobody can open the address of this one from then on, ms since the epoch. */
  erased(customerId: string, at: number): void;
  /** Compares what the shop says that it sent with what came; a sentence for each that is wrong. */
  broken(post: Post): string[];
  readonly doubled: DoubledBy;
  readonly sent: () => number;
};

/** An address that was opened is on its way for at most so long, ms: one call of the gateway. */
const CALL_MS = 20_000;
/** Clocks of log lines and of the mailbox differ by the time that a line takes. */
const SLACK_MS = 500;

export function countMails(isLeaving: (customerId: string) => boolean): Mails {
  const known = new Map<string, { name: string; to: string; status: string }>();
  const erased = new Map<string, number>();
  const doubled: DoubledBy = { unanswered: 0, 'server killed': 0, 'begun anew': 0, 'taken over': 0, 'woken up': 0 };
  const problems: string[] = [];
  let sent = 0;
  return {
    doubled,
    sent: () => sent,
    take: ({ orderId, customerId, mails }) => {
      if (new Set(mails.map(({ kind }) => kind)).size !== mails.length)
        problems.push(`${orderId}: two mails of a kind`);
      for (const { kind, status, reason, messageId, name, email, content } of mails) {
        const mail = `${orderId} ${kind}`;
        if (known.has(messageId)) problems.push(`${mail} has the Message-ID of ${known.get(messageId)?.name}`);
        known.set(messageId, { name: mail, to: addressOf(customerId), status });
        if (status === 'SENT') sent++;
        else if (!(status === 'SKIPPED' && reason === 'customer-erased' && isLeaving(customerId))) {
          problems.push(`${mail} is ${status} (${reason})`);
        }
        if (name !== null || email !== null || content !== null) problems.push(`${mail} keeps what it said`);
      }
    },
    erased: (customerId, at) => void erased.set(addressOf(customerId), at),
    broken: post => {
      const came = new Map<string, Received[]>();
      for (const one of post.received) came.set(one.messageId, [...(came.get(one.messageId) ?? []), one]);
      for (const [messageId, { name, status }] of known) {
        if (status === 'SENT' && !came.has(messageId)) problems.push(`${name} is SENT, and never came`);
      }
      for (const [messageId, all] of came) {
        const mail = known.get(messageId);
        if (mail === undefined) {
          problems.push(`a mail came that nobody knows: ${messageId}`);
          continue;
        }
        for (const { to, at } of all) {
          if (`${to}` !== mail.to) problems.push(`${mail.name} went to ${to}, and not to ${mail.to}`);
          const gone = erased.get(`${to}`);
          if (gone !== undefined && at > gone + CALL_MS) {
            problems.push(`${mail.name} came ${at - gone} ms after nobody could open its address any more`);
          }
        }
        problems.push(...again(mail.name, all, post));
      }
      return problems;
    },
  };

  /** What came more than once came so for a reason, and says the same. */
  function again(name: string, all: readonly Received[], post: Post): string[] {
    return all.slice(1).flatMap((second, index) => {
      const first = all[index] as Received;
      const cause = causeOf(first, second, post);
      if (cause !== null) doubled[cause]++;
      return [
        ...(cause === null ? [`${name} came again after ${second.at - first.at} ms, for no reason`] : []),
        ...(post.raw(first.seq).equals(post.raw(second.seq)) ? [] : [`${name} came again, and says something else`]),
      ];
    });
  }
}

function causeOf(first: Received, second: Received, post: Post): keyof DoubledBy | null {
  const between = (at: number): boolean => at >= first.at - SLACK_MS && at <= second.at + SLACK_MS;
  if (post.unanswered.has(first.seq)) return 'unanswered';
  if (post.kills.some(between)) return 'server killed';
  if (post.handovers.some(between)) return 'taken over';
  if (post.restarts.some(between)) return 'begun anew';
  // Who stood still while others took over goes on with what he had begun, until he has joined again.
  const woken = post.pauses.some(({ from, to }) => {
    const joined = Math.min(...post.handovers.filter(at => at > to));
    return from <= first.at && to <= second.at && second.at <= joined + SLACK_MS;
  });
  return woken ? 'woken up' : null;
}
