/**
 * How long those linger that no order waits for, ms: flags, mails and what is passed on come so much later at most, and
 * cost the broker a fraction of the transactions (docs/decisions/0044).
 */
export const linger = {
  unhurried: 500,
  /** Customers mostly hears of orders, which is not urgent; but somebody may be waiting for his registration. */
  customers: 250,
} as const;
