import type { Decision } from '../../runtime/tasks/definition.ts';
import type { LoyaltyAccount, LoyaltyEntry } from '../../schemas/types/loyalty-accounts.ts';
import type { LoyaltyRequest } from '../../schemas/types/loyalty-requests.ts';
import { known } from '../known.ts';
import { holds, markOf, withMarks } from '../stock/ring.ts';
import {
  availableOf,
  balanced,
  endMarkOf,
  type LoyaltyContext,
  type LoyaltyDraft,
  MOST_HOLDS,
  nothingOf,
  withEntries,
} from './model.ts';
import { answerAgain, reply } from './reply.ts';

/** Decides a request of an order once, and answers it, also where it changes nothing. */
export function requested(
  account: LoyaltyAccount | null,
  request: LoyaltyRequest,
  { now, version }: LoyaltyContext,
): Decision<LoyaltyAccount> {
  const type = known(request.type, 'type of the loyalty request');
  const mark = markOf(request.event.id);
  if (account?.status === 'CLOSED') {
    const answer = type === 'HOLD' ? 'REFUSED' : 'GIVEN_BACK';
    return { requests: [reply(request, { answer, points: 0, reason: 'account-closed' }, account.version)] };
  }
  if (account !== null && holds(account.applied, mark)) return { requests: [answerAgain(request, account)] };
  const before = account ?? nothingOf(request.customerId);
  const { answer, reason, after } = type === 'HOLD' ? held(before, request, now) : givenBack(before, request);
  const points = answer === 'GIVEN_BACK' ? before.held - after.held : request.points;
  const entry: LoyaltyEntry = { cause: request.event.id, kind: answer, orderId: request.orderId, points, at: now };
  const state = withEntries({ ...after, applied: withMarks(after.applied, mark) }, entry);
  return {
    state,
    requests: [reply(request, { answer, points: answer === 'REFUSED' ? 0 : points, reason }, version)],
    what: answer,
    ...(reason === null ? {} : { reason }),
  };
}

type Answered = {
  readonly answer: 'HELD' | 'REFUSED' | 'GIVEN_BACK';
  readonly reason: string | null;
  readonly after: LoyaltyDraft;
};

function held(account: LoyaltyDraft, request: LoyaltyRequest, now: number): Answered {
  const reason = refusalOf(account, request);
  if (reason !== null) return { answer: 'REFUSED', reason, after: account };
  const { orderId, points, event } = request;
  const hold = { orderId, requestId: event.id, points, at: now };
  return { answer: 'HELD', reason, after: balanced({ ...account, holds: [...account.holds, hold] }) };
}

function refusalOf(account: LoyaltyDraft, { orderId, points, subtotal }: LoyaltyRequest): string | null {
  if (!Number.isSafeInteger(points) || points < 1) return 'points-invalid';
  if (subtotal === null || !Number.isSafeInteger(subtotal.amount) || subtotal.amount < 1) return 'subtotal-invalid';
  if (holds(account.applied, endMarkOf(orderId))) return 'order-ended';
  if (account.holds.some(one => one.orderId === orderId)) return 'already-held';
  if (points > availableOf(account)) return 'insufficient-points';
  return account.holds.length < MOST_HOLDS ? null : 'too-many-holds';
}

/** Where nothing is held, nothing is given back; a hold that is only read after it would be held for ever. */
function givenBack(account: LoyaltyDraft, { orderId }: LoyaltyRequest): Answered {
  const rest = account.holds.filter(one => one.orderId !== orderId);
  if (rest.length === account.holds.length) {
    const after = { ...account, applied: withMarks(account.applied, endMarkOf(orderId)) };
    return { answer: 'GIVEN_BACK', reason: 'nothing-held', after };
  }
  return { answer: 'GIVEN_BACK', reason: null, after: balanced({ ...account, holds: rest }) };
}
