import type { Fault } from './personal-texts.ts';
import type { Looked } from './values.ts';

/** Where something was found. It never quotes what was found. */
export type Place =
  | { readonly topic: string; readonly partition: number; readonly offset: number }
  | { readonly table: string; readonly row: string }
  | { readonly file: string; readonly at: number }
  | { readonly vault: string };

/**
 * - `plain-text`: a personal field of this customer's record is readable.
 * - `other-key`: it is sealed, and not with this customer's key.
 * - `text`: one of the texts that were looked for stands there.
 * - `key-alive`: the vault has the key, so that everything that it sealed can be read.
 */
export type Finding = { readonly what: Fault | 'text' | 'key-alive'; readonly place: Place };

/**
 * What could not be read, by its schema or at all, and why. The given texts were looked for in its bytes as they are all the
 * same: where they are compressed, that says nothing.
 */
export type Unread = { readonly why: string; readonly place: Place };

/** Most findings, and most unread places, that are named; the others are counted. */
export const MOST_NAMED = 1_000;

/** What a search finds, as it goes. */
export type Tally = {
  readonly findings: Finding[];
  readonly unread: Unread[];
  readonly beyond: { findings: number; unread: number };
  add(finding: Finding): void;
  /** Notes what reading a value has shown. */
  looked(looked: Looked, place: Place): void;
};

export function createTally(): Tally {
  const findings: Finding[] = [];
  const unread: Unread[] = [];
  const beyond = { findings: 0, unread: 0 };
  const add = (finding: Finding): void => {
    if (findings.length < MOST_NAMED) findings.push(finding);
    else beyond.findings += 1;
  };
  return {
    findings,
    unread,
    beyond,
    add,
    looked: (looked, place) => {
      for (const what of new Set(looked.faults)) add({ what, place });
      if (looked.unread === null) return;
      if (unread.length < MOST_NAMED) unread.push({ why: looked.unread, place });
      else beyond.unread += 1;
    },
  };
}
