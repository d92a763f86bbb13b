import { knobTypes } from './knob-routes.ts';

/** What can be made to go wrong at any provider. Shares lie between 0 and 1, times are in ms. */
export type FaultKnobs = {
  /** Wait before the effect. A client that gives up meanwhile has it done all the same. Default 0. */
  readonly latencyBefore: number;
  /** Wait between the effect and its answer. Longer than the client's timeout: done, but not known. Default 0. */
  readonly latencyAfter: number;
  /** Added to the wait before the effect, at random between 0 and this. Default 0. */
  readonly jitter: number;
  /** Share of requests that fail with 503 before anything happened. Default 0. */
  readonly errorRate: number;
  /** Share of answers that get lost after the effect: the connection is closed without a byte. Default 0. */
  readonly lostRate: number;
  /** Share of answers that are wrong after the effect: not JSON, half of it, or another content. Default 0. */
  readonly garbageRate: number;
  /** Whether a repeated key gets the first answer again. False: it is done again. Default true. */
  readonly remembersKeys: boolean;
  /** For how long a key is remembered. Afterwards it is done again. Default 24 hours. */
  readonly keyLifetime: number;
};

export const defaultFaults: FaultKnobs = {
  latencyBefore: 0,
  latencyAfter: 0,
  jitter: 0,
  errorRate: 0,
  lostRate: 0,
  garbageRate: 0,
  remembersKeys: true,
  keyLifetime: 24 * 60 * 60_000,
};

const { share, time } = knobTypes;

/** JSON Schemas of these knobs. */
export const faultProperties = {
  latencyBefore: time,
  latencyAfter: time,
  jitter: time,
  errorRate: share,
  lostRate: share,
  garbageRate: share,
  remembersKeys: { type: 'boolean' },
  keyLifetime: { ...time, maximum: Number.MAX_SAFE_INTEGER },
} satisfies Record<keyof FaultKnobs, object>;

export type Faults = {
  readonly before: number;
  readonly after: number;
  readonly error: boolean;
  readonly lost: boolean;
  readonly garbage: boolean;
};

/** What befalls one request. Each knob takes its own number of `random`, so that turning one does not shift the others. */
export function faultsOf(knobs: FaultKnobs, random: () => number): Faults {
  const [jitter, error, lost, garbage] = [random(), random(), random(), random()];
  return {
    before: knobs.latencyBefore + Math.round(knobs.jitter * jitter),
    after: knobs.latencyAfter,
    error: error < knobs.errorRate,
    lost: lost < knobs.lostRate,
    garbage: garbage < knobs.garbageRate,
  };
}
