import { sealStart } from '../codec/seal-format.ts';
import { formsOf } from './forms.ts';

/** Looks for what belongs to one person in bytes, whatever they are. */
export type Search = {
  readonly customerId: string;
  /** How many texts were given to be looked for. */
  readonly texts: number;
  /** Most bytes that a form takes: so much has to overlap where bytes are looked at piece by piece. */
  readonly longest: number;
  /** Whether one of the given texts stands there, in any form. */
  holdsText(bytes: Buffer): boolean;
  /** How many texts begin there that are sealed for this person. `from`: where in the bytes the search begins. */
  sealedIn(bytes: Buffer, from?: number): number;
};

export function searchFor(customerId: string, texts: readonly string[]): Search {
  const forms = texts.flatMap(formsOf);
  const start = Buffer.from(sealStart(customerId));
  // In hexadecimal it is found where Postgres shows bytes.
  const starts = [start, Buffer.from(start.toString('hex'))];
  return {
    customerId,
    texts: texts.length,
    longest: Math.max(...[...forms, ...starts].map(form => form.length)),
    holdsText: bytes => forms.some(form => bytes.includes(form)),
    sealedIn: (bytes, from = 0) => starts.reduce((sum, one) => sum + occurrences(bytes, one, from), 0),
  };
}

function occurrences(bytes: Buffer, form: Buffer, from: number): number {
  let count = 0;
  for (let at = bytes.indexOf(form, from); at >= 0; at = bytes.indexOf(form, at + form.length)) count += 1;
  return count;
}
