import type { Refusal } from '../../any/stand-in/keyed.ts';
import { type Knobs, refusedBy } from './knobs.ts';
import type { Ledger } from './ledger.ts';
import type { Operation, OperationKind } from './operation.ts';

export type Asked = {
  readonly kind: OperationKind;
  readonly of: string | null;
  readonly reference: string;
  readonly orderId: string;
  readonly customerId: string;
  /** Null for a void, which sets all of it free. */
  readonly money: { readonly amount: number; readonly currency: string } | null;
};

export type Verdict =
  | { readonly operation: Omit<Operation, 'seq' | 'id' | 'key' | 'fingerprint'> }
  | { readonly refusal: Refusal };

/** How long an authorisation holds, ms: a week, as with most card schemes. */
const authorisationLifetime = 7 * 24 * 60 * 60_000;

/** What a provider makes of an operation, by its own books. Nothing is changed. */
export function judge(asked: Asked, ledger: Ledger, knobs: Knobs, random: () => number, now: number): Verdict {
  const { kind, of, reference, orderId, customerId } = asked;
  const before = of === null ? null : ledger.byId(of);
  const refusal = before === null ? null : refusalOf(asked, before, ledger, now);
  if (refusal !== null) return { refusal };
  const { amount, currency } = asked.money ?? (before as Operation);
  const code = refusedBy(knobs, { kind, customerId, amount }, random);
  return {
    operation: {
      kind,
      reference,
      of,
      orderId,
      customerId,
      amount,
      currency,
      status: code === null ? 'succeeded' : 'declined',
      code,
      at: now,
      expiresAt: kind === 'authorisation' && code === null ? now + authorisationLifetime : null,
    },
  };
}

function refusalOf(asked: Asked, before: Operation | undefined, ledger: Ledger, now: number): Refusal | null {
  const { kind, orderId, money } = asked;
  const wanted: OperationKind = kind === 'refund' ? 'capture' : 'authorisation';
  if (before === undefined || before.kind !== wanted || before.status === 'declined') {
    return { status: 404, code: `${wanted}-not-found`, detail: `There is no ${wanted} ${asked.of}.` };
  }
  if (before.orderId !== orderId) return refused('order-mismatch', `It belongs to order ${before.orderId}.`);
  const done = ledger.doneTo(before.id);
  const spent = done.filter(one => one.kind === kind).reduce((sum, { amount }) => sum + amount, 0);
  if (done.some(one => one.kind === 'void')) return refused('authorisation-voided', 'It was voided.');
  if (kind === 'void') {
    const captured = done.some(one => one.kind === 'capture');
    return captured ? refused('authorisation-captured', 'It was captured; refund that.') : null;
  }
  if (kind === 'capture' && before.expiresAt !== null && now >= before.expiresAt) {
    return refused('authorisation-expired', 'It has expired.');
  }
  if (money === null || money.currency !== before.currency) {
    return refused('currency-mismatch', `It is in ${before.currency}.`);
  }
  const left = before.amount - spent;
  return money.amount > left ? refused('amount-too-large', `At most ${left} are left of it.`) : null;
}

const refused = (code: string, detail: string): Refusal => ({ status: 422, code, detail });
