import type { PendingEffect } from '../../tasks/fat-event.ts';
import type { CallSeen, GatewayAlarm, GatewayObserver, RunSeen } from '../observer.ts';

/** A pending effect, intended at 0 of whatever clock the test has. */
export function pending(over: Partial<PendingEffect> = {}): PendingEffect {
  return {
    id: 'order-1/authorise',
    kind: 'authorise',
    about: '',
    attempt: 1,
    idempotencyKey: 'order-1/authorise',
    reference: 'order-1/authorise',
    since: 0,
    retryAt: null,
    lastError: null,
    ...over,
  };
}

export type Watched = GatewayObserver & {
  readonly calls: CallSeen[];
  readonly runs: RunSeen[];
  readonly alarms: GatewayAlarm[];
  readonly states: string[];
};

/** An observer that remembers everything. */
export function watcher(): Watched {
  const calls: CallSeen[] = [];
  const runs: RunSeen[] = [];
  const alarms: GatewayAlarm[] = [];
  const states: string[] = [];
  return {
    calls,
    runs,
    alarms,
    states,
    called: call => calls.push(call),
    ran: run => runs.push(run),
    alarm: alarm => alarms.push(alarm),
    breaker: (_gateway, state) => states.push(state),
  };
}

/** A signal that nobody aborts. */
export const unbroken = (): AbortSignal => new AbortController().signal;
