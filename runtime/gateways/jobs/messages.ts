/** From the pool to a worker: one job. A worker has one at a time. */
export type JobOrder = { readonly input: unknown };

/** From a worker to its pool. `begun` is said before any of the job’s code runs: who dies without it is not to blame. */
export type JobWord =
  | { readonly is: 'ready' }
  | { readonly is: 'begun' }
  | { readonly is: 'done'; readonly value: unknown }
  | { readonly is: 'threw'; readonly message: string };

/** How an error is told where only text arrives. */
export const saidBy = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** What a job module exports. */
export type Job = (input: unknown) => unknown;
