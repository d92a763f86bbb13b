import type { EffectAnswer } from '../tasks/definition.ts';
import type { Running } from '../tasks/engine.ts';
import { failures, ProviderFailure } from './failure.ts';
import { type BreakerState, type CallSeen, type GatewayObserver, tellAll } from './observer.ts';
import { checkOptions, type GatewayOptions, type GatewaySettings } from './options.ts';
import { createPolicies, type Policies } from './policies.ts';
import type { LookUpAnswer, Provider, ProviderAnswer } from './provider.ts';

export type GatewayStatus = {
  readonly name: string;
  readonly breaker: BreakerState;
  /** Calls under way. */
  readonly running: number;
  /** Calls that wait for a place. */
  readonly waiting: number;
};

export type Gateway<C> = {
  /**
   * Runs one pending effect. `callOf` makes the provider's call of it; where it throws, nothing is sent and an alarm is
   * raised. Rejects only where `signal` aborts, with its reason: then there is no answer, the entry stays pending, and
   * whoever takes over runs it again under the same idempotency key.
   */
  run(effect: Running, callOf: () => C, signal: AbortSignal): Promise<EffectAnswer>;
  status(): GatewayStatus;
};

type Told = Required<GatewayObserver>;

/** Puts timeout, bounded retries, circuit breaker and bulkhead around a provider; one gateway per provider and process. */
export function createGateway<C>(
  options: GatewayOptions,
  provider: Provider<C>,
  observers: readonly GatewayObserver[] = [],
): Gateway<C> {
  const settings = checkOptions(options, provider);
  const { name } = settings;
  const told = tellAll(observers);
  const policies = createPolicies(settings, state => told.breaker(name, state));

  return {
    status: () => ({ name, ...policies.status() }),
    async run(effect, callOf, signal) {
      const started = performance.now();
      let tries = 0;
      const tell = (status: EffectAnswer['status'] | 'aborted', code: string | null) => {
        told.ran({
          gateway: name,
          kind: effect.kind,
          ...aboutOf(effect),
          status,
          code,
          tries,
          ms: performance.now() - started,
        });
      };
      try {
        const call = callFrom(callOf);
        const oneTry = () => {
          tries++;
          return tryOnce({ settings, policies, provider, told, effect, call, signal });
        };
        const answer = await untilAborted(policies.retry(oneTry, signal), signal);
        tell(answer.status, answer.status === 'refused' ? answer.code : null);
        return answer;
      } catch (error) {
        if (signal.aborted) {
          tell('aborted', null);
          throw signal.reason;
        }
        const failure = failureOf(error);
        tell('failed', failure.code);
        if (failures[failure.code].alarm) {
          const { code, message, cause } = failure;
          told.alarm({
            gateway: name,
            kind: effect.kind,
            ...aboutOf(effect),
            effectId: effect.id,
            code,
            message,
            cause,
          });
        }
        return { status: 'failed', code: failure.code };
      }
    },
  };
}

type Try<C> = {
  readonly settings: GatewaySettings;
  readonly policies: Policies;
  readonly provider: Provider<C>;
  readonly told: Told;
  readonly effect: Running;
  readonly call: C;
  readonly signal: AbortSignal;
};

/**
 * While the key is certain to live, a repeat is recognised by the provider. Afterwards it is asked by our reference,
 * and only what it has never heard of is sent; under the same key, so that two processes which both found it absent
 * still do it once. Checked again right before sending, since a place or a stopped process may have taken long.
 */
async function tryOnce<C>(one: Try<C>): Promise<ProviderAnswer> {
  const { settings, policies, provider, told, effect, call, signal } = one;
  const ended = (step: CallSeen['step']) => (result: CallSeen['result'], ms: number) =>
    told.called({ gateway: settings.name, kind: effect.kind, step, result, ms });
  const safeFor = settings.keyLifetime - settings.keyMargin;
  let safeSince = effect.since;
  const isSafe = () => settings.clock() - safeSince < safeFor;

  if (!isSafe()) {
    const askedAt = settings.clock();
    const found = await policies.guard(asking(one), signal, ended('look-up'));
    if (found.status === 'found') {
      if (found.others > 0) raiseDoubled(one, found.others);
      return found.answer;
    }
    safeSince = askedAt;
  }
  return policies.guard(
    inner => {
      if (!isSafe()) throw new ProviderFailure('gateway-stalled', 'Too late to repeat without asking.');
      return provider.send(call, effect, inner);
    },
    signal,
    ended('send'),
  );
}

function raiseDoubled<C>({ settings, told, effect }: Try<C>, others: number): void {
  const { kind, id: effectId } = effect;
  const message = `The provider did ${kind} ${others + 1} times under ${effect.reference}: undo ${others} of them.`;
  const about = { ...aboutOf(effect), effectId };
  told.alarm({ gateway: settings.name, kind, ...about, code: 'effect-doubled', message, cause: undefined });
}

/** Of an effect that a task runs; others say nothing. */
const aboutOf = ({ id, correlationId }: Running): { effectId?: string; correlationId?: string } =>
  correlationId === undefined ? {} : { effectId: id, correlationId };

function asking<C>({ provider, effect, call }: Try<C>): (signal: AbortSignal) => Promise<LookUpAnswer> {
  const { lookUp } = provider;
  const { id, reference } = effect;
  if (lookUp === undefined || reference === null) {
    throw new ProviderFailure('reference-missing', `Effect ${id} cannot be asked for, so it is not repeated.`);
  }
  return signal => lookUp.call(provider, call, reference, signal, effect);
}

function callFrom<C>(callOf: () => C): C {
  try {
    return callOf();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ProviderFailure('effect-invalid', `The effect’s call cannot be made: ${message}`, { cause });
  }
}

function failureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  return new ProviderFailure('gateway-defect', 'The gateway failed.', { cause: error });
}

/** cockatiel's pauses and queues do not end on an abort; what they still hold is left to run out. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
