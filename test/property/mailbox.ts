import type { EffectAnswer } from '../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import { composeMail } from '../../streams/mails.ts';

/** One mail as its recipient gets it, told by its Message-ID. */
export type Sent = {
  readonly about: string;
  readonly kind: string;
  readonly text: string;
  /** How often it has come. */
  times: number;
  /** How often the shop can't have heard that it was sent: then it may come once more. */
  unheard: number;
};

/** Where mails arrive. */
export type Mailbox = {
  /** By Message-ID. */
  readonly sent: Map<string, Sent>;
  /** Whose keys are destroyed: no address of theirs can be opened, as the gateway finds right before it sends. */
  readonly destroyed: Set<string>;
  send(state: Notification, effect: PendingEffect): EffectAnswer;
  /** The answer to this one is lost. Of what is no mail, nothing is noted. */
  unheard(effect: PendingEffect): void;
};

export function createMailbox(): Mailbox {
  const sent = new Map<string, Sent>();
  const destroyed = new Set<string>();
  return {
    sent,
    destroyed,
    send(state, effect) {
      if (destroyed.has(state.customerId)) return { status: 'refused', code: 'customer-erased' };
      const { messageId, subject, text } = composeMail(effect, state);
      const now = `${subject}\n${text(null)}`;
      const known = sent.get(messageId);
      if (known === undefined) {
        sent.set(messageId, { about: state.orderId, kind: effect.about, text: now, times: 1, unheard: 0 });
      } else {
        if (known.text !== now) throw new Error(`${effect.id} comes again, and says something else`);
        known.times++;
      }
      return { status: 'done', reference: messageId };
    },
    unheard(effect) {
      const known = sent.get(effect.idempotencyKey);
      if (effect.kind === 'mail' && known !== undefined) known.unheard++;
    },
  };
}
