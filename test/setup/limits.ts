/** How long a test waits for what has to come, ms: what comes is not kept waiting, and only a test that fails takes so long. */
export const PATIENCE_MS = 10_000;
