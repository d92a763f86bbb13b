/** Something that can be done next, as things stand. */
export type Action = { readonly name: string; readonly method: 'POST' | 'PUT' | 'DELETE'; readonly href: string };

/** Those for which the condition holds. */
export const actionsOf = (...all: readonly (Action & { readonly when?: boolean })[]): Action[] =>
  all.filter(({ when = true }) => when).map(({ name, method, href }) => ({ name, method, href }));
