/** A file that is not there yet. */
export type NewFile = { readonly path: string; readonly text: string };

/** A file that is there, and what becomes of its text. Throws LP_NEW_PLACE_MISSING where it is not as expected. */
export type Edit = { readonly path: string; change(text: string): string };

/** What is to be written; all of it or nothing. Paths are relative to the checkout. */
export type Plan = {
  readonly files: readonly NewFile[];
  readonly edits: readonly Edit[];
  /** What to do next, told at the end, a line each. */
  readonly next: readonly string[];
};

/** For curl: the key that `longplay up` made. */
export const KEY = '-H "authorization: Bearer $(cat .longplay/api.key)"';
