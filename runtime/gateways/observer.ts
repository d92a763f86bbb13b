import type { Logger } from '../observe/logger.ts';
import { seldom } from '../observe/seldom.ts';
import type { FailureCode } from './failure.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** One call to the provider: what its side of a latency and a count by result is made of. */
export type CallSeen = {
  readonly gateway: string;
  readonly kind: string;
  readonly step: 'send' | 'look-up';
  /** The first four are answers; `aborted`: the task gave it up. */
  readonly result: 'done' | 'refused' | 'found' | 'absent' | 'aborted' | FailureCode;
  /** From the start of the call, without the wait for a place. */
  readonly ms: number;
};

/** One effect from its start to its answer, with all tries and pauses. */
export type RunSeen = {
  readonly gateway: string;
  readonly kind: string;
  /** Left out where nobody has said whose it is. */
  readonly effectId?: string;
  readonly correlationId?: string;
  readonly status: 'done' | 'refused' | 'failed' | 'aborted';
  readonly code: string | null;
  readonly tries: number;
  readonly ms: number;
};

/** Something that waiting does not heal. */
export type GatewayAlarm = {
  readonly gateway: string;
  readonly kind: string;
  readonly effectId: string;
  readonly correlationId?: string;
  /** `effect-doubled`: a look-up found that it was done more than once. */
  readonly code: FailureCode | 'effect-doubled';
  /** Never holds what the provider sent, which may be personal. */
  readonly message: string;
  readonly cause: unknown;
};

/** What metrics, logs and alarms hang on. An observer that throws disturbs nothing. */
export type GatewayObserver = {
  called?(call: CallSeen): void;
  ran?(run: RunSeen): void;
  breaker?(gateway: string, state: BreakerState): void;
  alarm?(alarm: GatewayAlarm): void;
};

/** Tells several observers, and keeps what one of them throws from the others and from the effect. */
export function tellAll(observers: readonly GatewayObserver[]): Required<GatewayObserver> {
  const each = (tell: (observer: GatewayObserver) => void) => {
    for (const observer of observers) {
      try {
        tell(observer);
      } catch {
        // A metric must not decide whether a card is charged.
      }
    }
  };
  return {
    called: call => each(one => one.called?.(call)),
    ran: run => each(one => one.ran?.(run)),
    breaker: (gateway, state) => each(one => one.breaker?.(gateway, state)),
    alarm: alarm => each(one => one.alarm?.(alarm)),
  };
}

/** A failure of one kind is logged at most so often, ms: a provider that is away fails thousands alike. */
const SAID_AGAIN_MS = 10_000;

/**
 * Alarms, changes of the breaker and effects that are not known to be done, as log lines; what goes well is not logged.
 * Of failures with one code the first is told at once, and later ones with how many were left out between (`more`).
 */
export function logObserver(logger: Logger, now?: () => number): GatewayObserver {
  const toTell = seldom(SAID_AGAIN_MS, now);
  return {
    ran: run => {
      if (run.status !== 'failed') return;
      const more = toTell(`${run.kind} ${run.code}`);
      if (more === null) return;
      logger.warn({ ...run, ...(more > 0 && { more }) }, `${run.gateway}: ${run.kind} is not known to be done`);
    },
    breaker: (gateway, state) => {
      const level = state === 'closed' ? 'info' : 'warn';
      logger[level]({ gateway, state }, `${gateway}: the circuit is ${state}`);
    },
    alarm: ({ cause, message, ...alarm }) =>
      logger.error({ ...alarm, alarm: true, ...(cause instanceof Error && { err: cause }) }, message),
  };
}
