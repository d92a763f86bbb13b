import { ProviderFailure } from '../gateways/failure.ts';
import { createGateway, type GatewayStatus } from '../gateways/gateway.ts';
import type { GatewayObserver } from '../gateways/observer.ts';
import type { GatewayOptions } from '../gateways/options.ts';
import type { Provider } from '../gateways/provider.ts';
import type { EffectRunner } from '../tasks/engine.ts';
import type { FatEvent } from '../tasks/fat-event.ts';
import { VaultError } from './errors.ts';
import type { Vault } from './port.ts';

export type VaultGatewayOptions = Omit<GatewayOptions, 'name' | 'keyLifetime' | 'keyMargin'> & {
  readonly vault: Vault;
  /** Whose key is to be destroyed, by the state that intends it. Where it throws, nothing is done and an alarm is raised. */
  readonly subjectOf: (state: FatEvent) => string;
};

export type VaultGateway = {
  readonly runners: { readonly 'destroy-key': EffectRunner };
  status(): GatewayStatus;
};

/**
 * Destroying a key, as an effect. It may be repeated at any time, since doing it again changes nothing; so an answer that
 * was lost is never asked for.
 */
export function createVaultGateway(
  { vault, subjectOf, ...limits }: VaultGatewayOptions,
  observers: readonly GatewayObserver[] = [],
): VaultGateway {
  const provider: Provider<string> = {
    async send(subject, effect) {
      try {
        await vault.destroy(subject);
      } catch (cause) {
        if (!(cause instanceof VaultError) || cause.kind !== 'retriable') throw cause;
        throw new ProviderFailure('provider-unreachable', cause.message, { cause });
      }
      return { status: 'done', reference: effect.idempotencyKey };
    },
  };
  // Longer than the vault waits for its database, so that it is the vault that says why.
  const { timeout = 10_000, ...rest } = limits;
  const options = { ...rest, timeout, name: 'vault', keyLifetime: Number.POSITIVE_INFINITY };
  const gateway = createGateway(options, provider, observers);
  return {
    status: gateway.status,
    runners: { 'destroy-key': (effect, state, signal) => gateway.run(effect, () => subjectOf(state), signal) },
  };
}
