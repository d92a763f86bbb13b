import { vi } from 'vitest';
import { PATIENCE_MS } from './limits.ts';

// `expect.poll` has its default from the configuration. For `vi.waitFor` there is no such setting, and a second, which it
// waits by itself, is what a machine with work for every core may stand still for. Files that share a process come here
// one after the other, and find it done.
const { waitFor } = vi;
const patiently: typeof waitFor = (holds, options) => waitFor(holds, options ?? { timeout: PATIENCE_MS });
if (waitFor.name !== patiently.name) vi.waitFor = patiently;
