import type { Running } from '../tasks/engine.ts';

export const traceHeader = ({ traceparent }: Running): Readonly<Record<string, string>> =>
  traceparent === undefined ? {} : { traceparent };

/** What a provider said of a call. Both are final: `refused` was not done, and will not be. */
export type ProviderAnswer =
  | { readonly status: 'done'; readonly reference: string; readonly detail?: Readonly<Record<string, string>> }
  | { readonly status: 'refused'; readonly code: string };

/**
 * `absent`: the provider has never heard of the reference. Only its own word may lead to it, never a stray 404.
 * `others`: how often more than once it was done; above 0, somebody paid or got back too much, and an alarm is raised.
 */
export type LookUpAnswer =
  | { readonly status: 'absent' }
  | { readonly status: 'found'; readonly answer: ProviderAnswer; readonly others: number };

/**
 * One provider, as an adapter writes it: no retries, no timeouts, no limits; the gateway has them all.
 *
 * Both functions give up when `signal` aborts; one that goes on regardless holds a connection that nothing counts.
 * They throw `ProviderFailure`; anything else counts as a defect of the adapter.
 */
export type Provider<C> = {
  /** Asks for the effect to be done, under the effect's idempotency key. */
  send(call: C, effect: Running, signal: AbortSignal): Promise<ProviderAnswer>;
  /** Asks what became of an earlier try, by our reference. Needed where the provider's keys end. */
  lookUp?(call: C, reference: string, signal: AbortSignal, effect?: Running): Promise<LookUpAnswer>;
};
