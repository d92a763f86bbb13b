/** 0: done. 1: the answer is no (incompatible, different, failed). 2: could not run. */
export const exitCodes = { done: 0, no: 1, couldNotRun: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
