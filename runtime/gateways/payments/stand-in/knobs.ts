import { defaultFaults, type FaultKnobs, faultProperties } from '../../any/stand-in/faults.ts';
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

/** What can be made to go wrong. */
export type Knobs = FaultKnobs & {
  /** Who is refused. Default: authorisations for customers whose id begins with `declined-`. */
  readonly declines: readonly DeclineRule[];
};

export const defaultKnobs: Knobs = {
  ...defaultFaults,
  declines: [{ kind: 'authorisation', customer: 'declined-', code: 'card-declined' }],
};

const { share } = knobTypes;
const code = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 };

/** JSON Schema of what `PUT` and `PATCH /knobs` take. */
export const knobsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...faultProperties,
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
  } satisfies Record<keyof Knobs, object>,
};

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
