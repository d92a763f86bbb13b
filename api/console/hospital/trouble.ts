import { ProblemError } from '../../client/problem-error.ts';

/** What a page can do without, where it is not there or cannot be told now. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProblemError && [404, 503].includes(error.status)) return null;
    throw error;
  }
}
