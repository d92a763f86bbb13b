import type { EffectRunner } from '../../tasks/engine.ts';
import type { FatEvent, PendingEffect } from '../../tasks/fat-event.ts';
import { createGateway, type GatewayStatus } from '../gateway.ts';
import type { GatewayObserver } from '../observer.ts';
import type { OperationsOptions } from '../operations/client.ts';
import type { GatewayOptions } from '../options.ts';
import type { BookingCall } from './calls.ts';
import { createBookingClient } from './client.ts';

export type BookingGatewayOptions<K extends string> = OperationsOptions &
  GatewayOptions & {
    /** Kinds of effect that it runs. */
    readonly kinds: readonly K[];
    /** The call of a pending effect; throws where the state does not hold what it needs. */
    readonly compose: (effect: PendingEffect, state: FatEvent) => BookingCall;
  };

export type BookingGateway<K extends string> = {
  readonly runners: Readonly<Record<K, EffectRunner>>;
  status(): GatewayStatus;
  /** Closes the connections that are kept alive; for after the last run has ended. */
  close(): void;
};

/** One provider of bookings behind a gateway of its own: while one of them is down, nobody waits for another. */
export function createBookingGateway<K extends string>(
  { url, apiKey = null, scope = '', kinds, compose, ...options }: BookingGatewayOptions<K>,
  observers: readonly GatewayObserver[] = [],
): BookingGateway<K> {
  const client = createBookingClient({ url, apiKey, scope });
  const gateway = createGateway(options, client, observers);
  const run: EffectRunner = (effect, state, signal) => gateway.run(effect, () => compose(effect, state), signal);
  const runners = Object.fromEntries(kinds.map(kind => [kind, run])) as Record<K, EffectRunner>;
  return { runners, status: gateway.status, close: client.close };
}
