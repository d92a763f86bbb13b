import {
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  halfJitterGenerator,
  handleWhen,
  type IBackoff,
  type IRetryBackoffContext,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  type RetryPolicy,
  retry,
  type TimeoutPolicy,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { failures, ProviderFailure } from './failure.ts';
import type { BreakerState, CallSeen } from './observer.ts';
import type { GatewaySettings } from './options.ts';

type Answer = { readonly status: 'done' | 'refused' | 'found' | 'absent' };

type Call<A extends Answer> = (signal: AbortSignal) => Promise<A>;

/** Told of each call that was begun, however it ended, and after how many ms. */
type Ended = (result: CallSeen['result'], ms: number) => void;

export type Policies = {
  /** Tries again what may do better by itself, with growing pauses. */
  retry<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** One call to the provider: a place in the bulkhead, then the circuit breaker, then the timeout. */
  guard<A extends Answer>(call: Call<A>, signal: AbortSignal, ended: Ended): Promise<A>;
  status(): { readonly breaker: BreakerState; readonly running: number; readonly waiting: number };
};

/** The caller gave up. It says nothing about the provider. */
class CallAborted extends Error {}

/**
 * A pause between tries holds no place, so the bulkhead is inside the retries. The breaker is inside the bulkhead:
 * cockatiel takes an error that the breaker does not handle for a success of a half-open circuit, and a full bulkhead
 * is none. The timeout is innermost: each try has its own, and the wait for a place does not count.
 */
export function createPolicies(settings: GatewaySettings, changed: (state: BreakerState) => void): Policies {
  const places = bulkhead(settings.concurrency, settings.queue);
  const breaker = breakerOf(settings);
  const retries = retriesOf(settings);
  // Aggressive: a call that does not heed its signal must not hold its effect for ever.
  const limit = timeout(settings.timeout, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  breaker.onStateChange(() => changed(stateOf(breaker)));
  return {
    retry: (run, signal) => retries.execute(run, signal),
    guard: (call, signal, ended) =>
      translated(() => places.execute(() => breaker.execute(() => timed(limit, call, signal, ended), signal), signal)),
    status: () => ({
      breaker: stateOf(breaker),
      running: settings.concurrency - places.executionSlots,
      waiting: settings.queue - places.queueSlots,
    }),
  };
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isBulkheadRejectedError(error)) throw new ProviderFailure('gateway-busy', 'All places are taken.');
    if (isBrokenCircuitError(error)) throw new ProviderFailure('circuit-open', 'The circuit is open.');
    if (isTaskCancelledError(error)) throw new CallAborted();
    throw error;
  }
}

async function timed<A extends Answer>(limit: TimeoutPolicy, call: Call<A>, outer: AbortSignal, ended: Ended) {
  const started = performance.now();
  let inner: AbortSignal | undefined;
  try {
    const answer = await limit.execute(({ signal }) => {
      inner = signal;
      return call(signal);
    }, outer);
    ended(answer.status, performance.now() - started);
    return answer;
  } catch (error) {
    const failure = failureOf(error, outer, inner);
    ended(failure instanceof CallAborted ? 'aborted' : failure.code, performance.now() - started);
    throw failure;
  }
}

function failureOf(error: unknown, outer: AbortSignal, inner: AbortSignal | undefined): CallAborted | ProviderFailure {
  if (outer.aborted) return new CallAborted();
  // Whether the call or the policy noticed first that the time was up, it is the same failure.
  if (inner?.aborted === true) return new ProviderFailure('provider-timeout', 'No answer in time.', { cause: error });
  if (error instanceof ProviderFailure) return error;
  return new ProviderFailure('gateway-defect', 'The provider’s adapter failed.', { cause: error });
}

/**
 * The last calls by number and not by time: cockatiel's SamplingBreaker drops one expired window a call, so after a
 * quiet time it judges by what is long past.
 */
function breakerOf({ breakerCalls, breakerShare, openFor, openAtMost }: GatewaySettings): CircuitBreakerPolicy {
  const pauses = { initialDelay: openFor, maxDelay: openAtMost, generator: halfJitterGenerator };
  const breaker: CircuitBreakerPolicy = circuitBreaker(
    handleWhen(error => {
      if (error instanceof ProviderFailure && failures[error.code].counts) return true;
      // What never reached the provider must neither count against it nor close a half-open circuit.
      const unsent =
        error instanceof CallAborted || (error instanceof ProviderFailure && error.code === 'gateway-stalled');
      return unsent && breaker.state === CircuitState.HalfOpen;
    }),
    {
      breaker: new CountBreaker({
        threshold: breakerShare,
        size: breakerCalls,
        minimumNumberOfCalls: Math.ceil(breakerCalls / 2),
      }),
      halfOpenAfter: new ExponentialBackoff(pauses),
    },
  );
  return breaker;
}

function retriesOf({ tries, firstDelay, longestDelay }: GatewaySettings): RetryPolicy {
  const jittered = new ExponentialBackoff({ initialDelay: firstDelay, maxDelay: longestDelay });
  const worthwhile = handleWhen(
    error => error instanceof ProviderFailure && failures[error.code].retry && (error.retryAfter ?? 0) <= longestDelay,
  );
  type Context = IRetryBackoffContext<unknown>;
  const backoff = new DelegateBackoff<Context, IBackoff<unknown>>((context, before) => {
    const state = (before ?? jittered).next(context);
    const error = 'error' in context.result ? context.result.error : null;
    const asked = error instanceof ProviderFailure ? (error.retryAfter ?? 0) : 0;
    return { delay: Math.max(state.duration, asked), state };
  });
  return retry(worthwhile, { maxAttempts: tries - 1, backoff });
}

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

const stateOf = (breaker: CircuitBreakerPolicy): BreakerState => states[breaker.state];
