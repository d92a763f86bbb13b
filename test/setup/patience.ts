import { vi } from 'vitest';
import { PATIENCE_MS } from './limits.ts';

// `expect.poll` has its default from the configuration. For `vi.waitFor` there is no such setting, and a second, which it
// waits by itself, is what a machine with work for every core may stand still for.
const { waitFor } = vi;
vi.waitFor = (holds, options) => waitFor(holds, options ?? { timeout: PATIENCE_MS });
