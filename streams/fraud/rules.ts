/** What is counted per customer. */
export type Counted = 'declines' | 'placed' | 'addressChanges';

/** So many within so long are suspicious. The flag is there as long as they are, seen from now. */
export type FraudRule = {
  /** A stable code, by which flag and payment name the rule. */
  readonly code: string;
  readonly counts: Counted;
  /** How many hit. At most `MOST` of them are remembered: a rule beyond never hits. */
  readonly limit: number;
  /** Milliseconds that each counts for. Longer: a customer is turned down for longer after it has stopped. */
  readonly within: number;
  /** What it is a sign of, for who has to explain it to a customer. */
  readonly reason: string;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Most that are remembered of each (the bounds of the schema). */
export const MOST = { declines: 32, placed: 64, addressChanges: 32 } as const satisfies Record<Counted, number>;

/** The shop's rules. Each stands for itself: one that hits is enough. */
export const fraudRules: readonly FraudRule[] = [
  {
    code: 'declined-often',
    counts: 'declines',
    limit: 3,
    within: 24 * HOUR,
    reason: 'Cards are tried out: the provider declined payments of several orders.',
  },
  {
    code: 'ordered-often',
    counts: 'placed',
    limit: 30,
    within: 10 * MINUTE,
    reason: 'More orders in a short time than a person places, as with a stolen account.',
  },
  {
    code: 'moved-often',
    counts: 'addressChanges',
    limit: 5,
    within: 24 * HOUR,
    reason: 'Addresses are changed again and again, as to have goods sent where nobody lives.',
  },
];

/** A rule that hits now, and when it will not any more if nothing is added. */
export type Hit = { readonly code: string; readonly lapses: number };

/** `times` are milliseconds since the epoch, oldest first. */
export function hitOf({ code, limit, within }: FraudRule, times: readonly number[], now: number): Hit | null {
  const decisive = times.at(-limit);
  return decisive === undefined || decisive + within <= now ? null : { code, lapses: decisive + within };
}

/** How many of these are needed to judge: the newest ones, as many as the highest limit. */
export const neededOf = (rules: readonly FraudRule[], counted: Counted): number =>
  Math.min(MOST[counted], Math.max(0, ...rulesOf(rules, counted).map(({ limit }) => limit)));

/** How long one of these may count, in milliseconds. */
export const spanOf = (rules: readonly FraudRule[], counted: Counted): number =>
  Math.max(0, ...rulesOf(rules, counted).map(({ within }) => within));

const rulesOf = (rules: readonly FraudRule[], counted: Counted) => rules.filter(({ counts }) => counts === counted);
