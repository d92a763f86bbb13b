import { LongplayError } from '../errors.ts';

export type GatewayOptions = {
  /** Names the provider in metrics, logs and alarms, such as payments. */
  readonly name: string;
  /**
   * For how long the provider recognises an idempotency key, ms, from the first time that it sees it; as the provider
   * promises it. `Infinity` where a repeat does no harm by its nature, or at-least-once is accepted (a mail with a
   * fixed Message-ID). Too long: an old effect is repeated under a forgotten key, and done twice.
   */
  readonly keyLifetime: number;
  /**
   * How long before its end a key is no longer relied upon, ms. Default: 60,000, or a quarter of the lifetime where
   * that is less. It must cover the session timeout (a stopped process sends late), `timeout`, and how far the clocks
   * of our machines differ. Too short: done twice, as above. Too long: an unnecessary look-up.
   */
  readonly keyMargin?: number;
  /** Longest wait for one answer, ms. Default 5,000. Too short: slow answers are asked for again. Too long: a provider that hangs is noticed late. */
  readonly timeout?: number;
  /** How often one run tries, the first time included. Default 3. With 1 each hiccup becomes a failed attempt, which is a fact of its own. */
  readonly tries?: number;
  /** About the first pause between tries, ms; it doubles, with jitter. Default 200. Too short: a provider that stumbles is hit again at once. */
  readonly firstDelay?: number;
  /** Longest pause between tries, ms, also where the provider asks for more: then the run ends instead. Default 2,000. */
  readonly longestDelay?: number;
  /** Calls that run at once (the bulkhead). Default 32. Too low: a queue at normal load. Too high: one slow provider takes the process's memory and sockets. */
  readonly concurrency?: number;
  /**
   * Calls that wait for a place. Default 10,000; what comes beyond fails at once with `gateway-busy`. Too few: after a
   * take-over, when all pending effects start at once, most of them fail, which is a fact each. About 1 KB each.
   */
  readonly queue?: number;
  /** How many of the latest calls the circuit breaker looks at. Default 20. Too few: it opens by chance. */
  readonly breakerCalls?: number;
  /** It opens where more than this share of them failed, above 0 and below 1. Default 0.5. */
  readonly breakerShare?: number;
  /** For how long it stays open at first, ms, less up to half by jitter; then one call tries, and each failure doubles it. Default 5,000. Too short: a provider that is down is asked all the time. */
  readonly openFor?: number;
  /** Longest time that it stays open, ms. Default 60,000. Too long: effects wait although the provider is back. */
  readonly openAtMost?: number;
  /** The clock that `since` of an effect was taken from, ms since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
};

export type GatewaySettings = Required<GatewayOptions>;

/** Fills in the defaults, and refuses what cannot work together; says all of it at once. */
export function checkOptions(options: GatewayOptions, provider: { readonly lookUp?: unknown }): GatewaySettings {
  const settings: GatewaySettings = {
    keyMargin: Math.min(60_000, options.keyLifetime / 4),
    timeout: 5_000,
    tries: 3,
    firstDelay: 200,
    longestDelay: 2_000,
    concurrency: 32,
    queue: 10_000,
    breakerCalls: 20,
    breakerShare: 0.5,
    openFor: 5_000,
    openAtMost: 60_000,
    clock: Date.now,
    ...options,
  };
  const wrong = problemsOf(settings, provider.lookUp !== undefined);
  if (wrong.length > 0) {
    const message = `The gateway ${settings.name} cannot work like this: ${wrong.join('; ')}.`;
    throw new LongplayError('LP_GATEWAY_OPTIONS_INVALID', message);
  }
  return settings;
}

function problemsOf(settings: GatewaySettings, canLookUp: boolean): string[] {
  const { keyLifetime, keyMargin, timeout, breakerShare } = settings;
  const wrong: string[] = [];
  const whole = (name: keyof GatewaySettings, least: number) => {
    const value = settings[name];
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      wrong.push(`${name} is ${String(value)}, and must be a whole number of at least ${least}`);
    }
  };
  for (const name of ['timeout', 'tries', 'concurrency', 'breakerCalls', 'openFor'] as const) whole(name, 1);
  whole('queue', 0);
  whole('firstDelay', 0);
  whole('longestDelay', settings.firstDelay);
  whole('openAtMost', settings.openFor);
  if (!(breakerShare > 0 && breakerShare < 1))
    wrong.push(`breakerShare is ${breakerShare}, and must lie between 0 and 1`);
  if (!(keyLifetime > 0)) wrong.push(`keyLifetime is ${keyLifetime}, and must be more than 0`);
  if (keyLifetime !== Number.POSITIVE_INFINITY) {
    if (!canLookUp) wrong.push('keys that end need a provider that can be asked by reference');
    if (!(keyMargin >= timeout)) wrong.push(`keyMargin (${keyMargin}) is shorter than one timeout (${timeout})`);
    if (!(keyMargin < keyLifetime))
      wrong.push(`keyMargin (${keyMargin}) leaves nothing of keyLifetime (${keyLifetime})`);
  }
  return wrong;
}
