export const operationKinds = ['authorisation', 'capture', 'void', 'refund'] as const;
export type OperationKind = (typeof operationKinds)[number];

/** One line of the ledger: something that was done to a card, or declined. It never changes afterwards. */
export type Operation = {
  /** Counts 1, 2, 3… in the ledger. */
  readonly seq: number;
  readonly id: string;
  readonly kind: OperationKind;
  /** The client's own reference. */
  readonly reference: string;
  /** Id of the authorisation (capture, void) or of the capture (refund). */
  readonly of: string | null;
  readonly orderId: string;
  readonly customerId: string;
  /** Integer of minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly status: 'succeeded' | 'declined';
  /** Why it was declined. */
  readonly code: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly expiresAt: number | null;
  /** The idempotency key, and what it stood for. */
  readonly key: string;
  readonly fingerprint: string;
};

/** An operation as the API shows it. */
export function shown(operation: Operation): Readonly<Record<string, unknown>> {
  const { seq: _seq, key: _key, fingerprint: _fingerprint, at, expiresAt, ...rest } = operation;
  return {
    ...rest,
    createdAt: new Date(at).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  };
}

/** Money of one order, or of all, in one currency. */
export type Totals = {
  readonly authorised: number;
  readonly captured: number;
  readonly voided: number;
  readonly refunded: number;
};

const counted = {
  authorisation: 'authorised',
  capture: 'captured',
  void: 'voided',
  refund: 'refunded',
} as const satisfies Record<OperationKind, keyof Totals>;

/** What was done, per currency; declined operations moved nothing. */
export function totalsOf(operations: Iterable<Operation>): Readonly<Record<string, Totals>> {
  const totals: Record<string, { -readonly [K in keyof Totals]: number }> = {};
  for (const { kind, amount, currency, status } of operations) {
    if (status === 'declined') continue;
    totals[currency] ??= { authorised: 0, captured: 0, voided: 0, refunded: 0 };
    totals[currency][counted[kind]] += amount;
  }
  return totals;
}
