import { type FaultKnobs, faultProperties } from './faults.ts';
import { knobTypes } from './knob-routes.ts';

/** Refuses an operation where all that it names holds. The first rule that matches decides. */
export type DeclineRule<Kind extends string> = {
  /** Left out: each kind. */
  readonly kind?: Kind;
  /** The share of those that match otherwise, 0 to 1. Left out: all. */
  readonly rate?: number;
  /** The code of the refusal. */
  readonly code: string;
};

/** What can be made to go wrong at a provider that also refuses. */
export type DecliningKnobs<Rule extends DeclineRule<string>> = FaultKnobs & { readonly declines: readonly Rule[] };

/** JSON Schema of such knobs. `names`: what else of an operation a rule may name. */
export function decliningKnobsSchema(kinds: readonly string[], names: Readonly<Record<string, object>>): object {
  const code = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 };
  const properties = { kind: { enum: kinds }, ...names, rate: knobTypes.share, code };
  const rule = { type: 'object', additionalProperties: false, required: ['code'], properties };
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...faultProperties,
      declines: { type: 'array', maxItems: 100, items: rule },
    } satisfies Record<keyof DecliningKnobs<DeclineRule<string>>, object>,
  };
}

/** The code with which an operation is refused; null: it is not. `holds`: whether what else a rule names does. */
export function declineOf<Rule extends DeclineRule<string>>(
  { declines }: DecliningKnobs<Rule>,
  asked: string,
  holds: (rule: Rule) => boolean,
  random: () => number,
): string | null {
  const rule = declines.find(
    one =>
      (one.kind ?? asked) === asked && holds(one) && (one.rate === undefined || one.rate === 1 || random() < one.rate),
  );
  return rule?.code ?? null;
}
