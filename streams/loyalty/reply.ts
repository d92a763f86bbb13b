import type { RequestOut } from '../../runtime/tasks/definition.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { LoyaltyReply } from '../../schemas/types/loyalty-replies.ts';
import type { LoyaltyRequest } from '../../schemas/types/loyalty-requests.ts';
import { discountOf } from './rates.ts';

type Answer = Pick<LoyaltyReply, 'points' | 'reason'> & { readonly answer: 'HELD' | 'REFUSED' | 'GIVEN_BACK' };

/** The one answer to a request. */
export const reply = (request: LoyaltyRequest, answer: Answer, accountVersion: number): RequestOut =>
  replyAs('reply', request, answer, accountVersion);

/**
 * The answer to a request that was decided already: what is known of that decision. Whoever asked has read the first
 * answer before this one, and goes by that.
 */
export function answerAgain(request: LoyaltyRequest, account: LoyaltyAccount): RequestOut {
  const { id } = request.event;
  const hold = account.holds.find(one => one.requestId === id);
  const entry = account.entries.find(one => one.cause === id);
  const answer = ((): Answer => {
    if (request.type === 'GIVE_BACK') return { answer: 'GIVEN_BACK', points: entry?.points ?? 0, reason: 'repeated' };
    const points = hold?.points ?? (entry?.kind === 'HELD' ? entry.points : 0);
    return { answer: points > 0 ? 'HELD' : 'REFUSED', points, reason: 'repeated' };
  })();
  return replyAs('repeated', request, answer, account.version);
}

function replyAs(
  suffix: 'reply' | 'repeated',
  { event, orderId, customerId, subtotal }: LoyaltyRequest,
  { answer, points, reason }: Answer,
  accountVersion: number,
): RequestOut {
  const discount = answer === 'HELD' && subtotal !== null ? discountOf(points, subtotal) : null;
  const value: Omit<LoyaltyReply, 'event'> = {
    orderId,
    customerId,
    requestId: event.id,
    answer,
    points,
    discount,
    reason,
    accountVersion,
  };
  const type = `longplay.loyalty.${answer.toLowerCase().replace('_', '-')}`;
  return { topic: 'loyalty-replies', key: orderId, id: `${event.id}/${suffix}`, type, value };
}
