import { knobTypes } from '../../any/stand-in/knob-routes.ts';
import type { OperationKind } from './operation.ts';

/** Refuses an operation where all that it names holds. The first rule that matches decides. */
export type DeclineRule = {
  /** Left out: each kind. */
  readonly kind?: OperationKind;
  /** How the customer id begins. */
  readonly customer?: string;
  /** What the amount in minor units ends with: 13 takes 13, 113, 2013… */
  readonly amountEnds?: number;
  /** The share of those that match otherwise, 0 to 1. Left out: all. */
  readonly rate?: number;
  /** The code of the refusal. */
  readonly code: string;
};

/** What can be made to go wrong. Shares lie between 0 and 1, times are in ms. */
export type Knobs = {
  /** Wait before the effect. A client that gives up meanwhile is charged all the same. Default 0. */
  readonly latencyBefore: number;
  /** Wait between the effect and its answer. Longer than the client's timeout: done, but not known. Default 0. */
  readonly latencyAfter: number;
  /** Added to the wait before the effect, at random between 0 and this. Default 0. */
  readonly jitter: number;
  /** Share of requests that fail with 503 before anything happened. Default 0. */
  readonly errorRate: number;
  /** Share of answers that get lost after the effect: the connection is closed without a byte. Default 0. */
  readonly lostRate: number;
  /** Share of answers that are wrong after the effect: not JSON, half of it, or another amount. Default 0. */
  readonly garbageRate: number;
  /** Who is refused. Default: authorisations for customers whose id begins with `declined-`. */
  readonly declines: readonly DeclineRule[];
  /** Whether a repeated key gets the first answer again. False: it is charged again. Default true. */
  readonly remembersKeys: boolean;
  /** For how long a key is remembered. Afterwards it is charged again. Default 24 hours. */
  readonly keyLifetime: number;
};

export const defaultKnobs: Knobs = {
  latencyBefore: 0,
  latencyAfter: 0,
  jitter: 0,
  errorRate: 0,
  lostRate: 0,
  garbageRate: 0,
  declines: [{ kind: 'authorisation', customer: 'declined-', code: 'card-declined' }],
  remembersKeys: true,
  keyLifetime: 24 * 60 * 60_000,
};

const { share, time } = knobTypes;
const code = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 };

/** JSON Schema of what `PUT` and `PATCH /knobs` take. */
export const knobsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    latencyBefore: time,
    latencyAfter: time,
    jitter: time,
    errorRate: share,
    lostRate: share,
    garbageRate: share,
    declines: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['code'],
        properties: {
          kind: { enum: ['authorisation', 'capture', 'void', 'refund'] },
          customer: { type: 'string', minLength: 1 },
          amountEnds: { type: 'integer', minimum: 0 },
          rate: share,
          code,
        },
      },
    },
    remembersKeys: { type: 'boolean' },
    keyLifetime: { ...time, maximum: Number.MAX_SAFE_INTEGER },
  } satisfies Record<keyof Knobs, object>,
};

export type Faults = {
  readonly before: number;
  readonly after: number;
  readonly error: boolean;
  readonly lost: boolean;
  readonly garbage: boolean;
};

/** What befalls one request. Each knob takes its own number of `random`, so that turning one does not shift the others. */
export function faultsOf(knobs: Knobs, random: () => number): Faults {
  const [jitter, error, lost, garbage] = [random(), random(), random(), random()];
  return {
    before: knobs.latencyBefore + Math.round(knobs.jitter * jitter),
    after: knobs.latencyAfter,
    error: error < knobs.errorRate,
    lost: lost < knobs.lostRate,
    garbage: garbage < knobs.garbageRate,
  };
}

/** The code with which an operation is refused by the knobs; null: it is not. */
export function declineOf(
  knobs: Knobs,
  operation: { readonly kind: OperationKind; readonly customerId: string; readonly amount: number },
  random: () => number,
): string | null {
  const rule = knobs.declines.find(
    ({ kind = operation.kind, customer = '', amountEnds, rate = 1 }) =>
      kind === operation.kind &&
      operation.customerId.startsWith(customer) &&
      (amountEnds === undefined || String(operation.amount).endsWith(String(amountEnds))) &&
      (rate === 1 || random() < rate),
  );
  return rule?.code ?? null;
}
