import { type Rule, rules } from '../../schemas/check/rules.ts';

/** Every rule, or the one of this id, explained. */
export function rulesText(chosen: readonly Rule[] = rules): string {
  return chosen
    .map(
      ({ id, severity, title, explanation, example, remedy }) =>
        `${id} (${severity}): ${title}.\n  ${explanation}\n  Example: ${example}\n  What to do: ${remedy}\n`,
    )
    .join('\n');
}
