import type { Cause } from './incompatibilities.ts';

/** Who reads or writes, in a sentence: `this schema`, `version 3`, `versions 1–3`, `the projection order-list`. */
export type Party = { readonly words: string; readonly plural: boolean };

export const thisSchema: Party = { words: 'this schema', plural: false };

/** Versions by what they are called: numbers as `versions 1–3 and 5`, anything else by itself. */
export function versionsParty(versions: readonly string[]): Party {
  const numbers = versions.filter(version => /^\d+$/.test(version));
  const others = versions.filter(version => !/^\d+$/.test(version));
  const numbered =
    numbers.length === 0 ? [] : [`version${numbers.length > 1 ? 's' : ''} ${listed(ranges(numbers.map(Number)))}`];
  return { words: listed([...numbered, ...others]), plural: versions.length > 1 };
}

/** What is wrong, as one sentence about the field, symbol or type. */
export function sentenceOf(cause: Cause, reader: Party, writer: Party): string {
  const what = cause.path === '' ? 'the value' : cause.path;
  const records = `records of ${writer.words}`;
  const sentences: Record<Cause['kind'], () => string> = {
    'field-without-default': () => `${what} has no default in ${reader.words}, and ${records} lack it`,
    'field-ambiguous': () =>
      `${what} of ${reader.words} could be read from each of ${listed(cause.names)} in ${records}`,
    'type-changed': () =>
      `${what} is ${cause.writerType} in ${records}, and ${cause.readerType} in ${reader.words} cannot read it`,
    'null-not-taken': () => `${what} may be null in ${records}, and ${cause.readerType} in ${reader.words} cannot`,
    'type-not-taken': () =>
      `${what} may be ${cause.writerType} in ${records}, and ${reader.words} ${reader.plural ? 'take' : 'takes'} only ${cause.readerType}`,
    'symbol-missing': () =>
      `${what} may be ${listed(cause.names, 'or')} in ${records}, and ${cause.readerType} in ${reader.words} has neither ${cause.names.length > 1 ? 'these symbols' : 'this symbol'} nor a default`,
    'type-renamed': () =>
      `${what} is ${cause.writerType} in ${records}, and ${reader.words} ${reader.plural ? 'have' : 'has'} ${cause.readerType} without an alias for it`,
    'size-changed': () => `${what} is ${cause.writerType} in ${records}, and ${cause.readerType} in ${reader.words}`,
  };
  return capital(`${sentences[cause.kind]()}.`, cause.path);
}

/** A sentence starts with a capital, but a field's name stays as it is. */
function capital(sentence: string, path: string): string {
  return path === '' ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
}

export function listed(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function ranges(numbers: readonly number[]): string[] {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.flatMap(([from, to]) => {
    if (to === from) return [String(from)];
    return to === from + 1 ? [String(from), String(to)] : [`${from}–${to}`];
  });
}
