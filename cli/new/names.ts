/** What a new process, read model or saga is called: `gift-cards`, and one of them `gift-card`. */
export type Names = { readonly name: string; readonly entity: string };

/** One of them, by the rules of English that mostly hold; `--entity` says otherwise. */
export function singularOf(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return name.replace(/ies$/, 'y');
  if (/(sses|shes|ches|xes|zes)$/.test(name)) return name.slice(0, -2);
  return /[^su]s$/.test(name) ? name.slice(0, -1) : name;
}

export const camel = (kebab: string): string => kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
export const pascal = (kebab: string): string => camel(kebab).replace(/^[a-z]/, letter => letter.toUpperCase());
export const snake = (kebab: string): string => kebab.replaceAll('-', '_');
const words = (kebab: string): string => kebab.replaceAll('-', ' ');

/**
 * A template with the names in it. Templates are code of a process named sample-things: two words, so that each way to
 * write a name is another text.
 */
export function fill(template: string, { name, entity }: Names): string {
  const forms = [words, (kebab: string) => kebab, snake, camel, pascal] as const;
  const pairs = [
    ['sample-things', name],
    ['sample-thing', entity],
  ].flatMap(([sample = '', own = '']) => forms.map(form => [form(sample), form(own)] as const));
  const vowel = /^[aeiou]/.test(entity);
  const articled = template.replace(/\b([Aa]) (?=sample thing\b(?!s))/g, vowel ? '$1n ' : '$1 ');
  return pairs.reduce((text, [sample, own]) => text.replaceAll(sample, own), articled);
}
