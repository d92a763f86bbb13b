/** The fields of a fact that a read model keeps as its document: each is named once, in a list. */
export const kept = <T extends object, K extends keyof T>(fact: T, names: readonly K[]): Pick<T, K> =>
  Object.fromEntries(names.map(name => [name, fact[name]])) as Pick<T, K>;
