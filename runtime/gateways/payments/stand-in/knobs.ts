import { type DeclineRule, type DecliningKnobs, declineOf, decliningKnobsSchema } from '../../any/stand-in/declines.ts';
import { defaultFaults } from '../../any/stand-in/faults.ts';
import { type OperationKind, operationKinds } from './operation.ts';

type Rule = DeclineRule<OperationKind> & {
  /** How the customer id begins. */
  readonly customer?: string;
  /** What the amount in minor units ends with: 13 takes 13, 113, 2013… */
  readonly amountEnds?: number;
};

/** What can be made to go wrong. Refused are by default authorisations for customers whose id begins with `declined-`. */
export type Knobs = DecliningKnobs<Rule>;

export const defaultKnobs: Knobs = {
  ...defaultFaults,
  declines: [{ kind: 'authorisation', customer: 'declined-', code: 'card-declined' }],
};

/** JSON Schema of what `PUT` and `PATCH /knobs` take. */
export const knobsSchema = decliningKnobsSchema(operationKinds, {
  customer: { type: 'string', minLength: 1 },
  amountEnds: { type: 'integer', minimum: 0 },
} satisfies Record<Exclude<keyof Rule, keyof DeclineRule<OperationKind>>, object>);

/** The code with which an operation is refused by the knobs; null: it is not. */
export function refusedBy(
  knobs: Knobs,
  operation: { readonly kind: OperationKind; readonly customerId: string; readonly amount: number },
  random: () => number,
): string | null {
  const holds = ({ customer = '', amountEnds }: Rule): boolean =>
    operation.customerId.startsWith(customer) && String(operation.amount).endsWith(String(amountEnds ?? ''));
  return declineOf(knobs, operation.kind, holds, random);
}
