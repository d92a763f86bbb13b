import { isPassing } from './scope.ts';

/** How far it went, what that came to (null: nothing was done), and what stopped it there (null: it went to the end). */
export type Prefix<R> = {
  readonly done: number;
  readonly result: R | null;
  readonly stopped: { error: unknown } | null;
};

/**
 * Does as much of `length` things as can be done: all, or as many as lie before one that fails. `attempt(n)` does the
 * first n of them, without a trace where it throws; so what fails is found by halves, also where it is not the thing
 * itself but what all of them together come to (a record too large). What passes by itself is thrown on.
 */
export function longestPrefix<R>(length: number, attempt: (n: number) => R): Prefix<R> {
  if (length === 0) return { done: 0, result: null, stopped: null };
  const tried = (n: number): { result: R } | { error: unknown } => {
    try {
      return { result: attempt(n) };
    } catch (error) {
      if (isPassing(error)) throw error;
      return { error };
    }
  };
  const all = tried(length);
  if ('result' in all) return { done: length, result: all.result, stopped: null };
  let done = 0;
  let result: R | null = null;
  let fails = length;
  let { error } = all;
  while (fails - done > 1) {
    const middle = (done + fails) >> 1;
    const one = tried(middle);
    if ('result' in one) {
      done = middle;
      result = one.result;
    } else {
      fails = middle;
      error = one.error;
    }
  }
  return { done, result, stopped: { error } };
}
